package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;

import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;

/** What describe draws. */
class TechniquePlotTest {
    private final FakePlatform platform = new FakePlatform();

    @Test
    void anActivationWithItsDerivative() {
        assertEquals(0, platform.run("describe", "com.example:bent", "--option", "odd=false", "--option", "slope=0.5"));
        assertEquals("""

                      value                                  derivative
                   6 |                               **   1 |                ****************
                     |                           ****       |                *
                     |                        ***           |                *
                     |                     ***              |                *
                     |                 ****                 |                *
                     |           ******                     |                *
                     |    *******                           |                *
                  -3 |****                              0.5 |****************
                      -6                              6      -6                             6
                """, drawn());
    }

    @Test
    void onATerminalWithDots() {
        platform.unicode = true;
        assertEquals(0, platform.run("describe", "straight"));
        assertTrue(drawn().contains("\n   6 │                             ⣀⠤⠔⠊   │\n"), drawn());
    }

    @Test
    void aScheduleOverARun() {
        platform.later.add(TechniqueType.of(FakePlatform.Sinking.class));
        assertEquals(0, platform.run("describe", "sinking"));
        assertTrue(platform.out().endsWith("\n  it is drawn with --option initial=…\n"), platform.out());
        assertEquals(0, platform.run("describe", "sinking", "--option", "initial=2", "--epochs", "4"));
        assertTrue(drawn().startsWith("\n         value over 4 epochs of 100 steps\n      2 |******\n"), drawn());
        assertTrue(drawn().endsWith("\n  0.005 |" + " ".repeat(64) + "*****\n         0" + " ".repeat(67) + "4\n"), drawn());
    }

    @Test
    void refusesWhatItCannotDrawWith() {
        assertEquals(2, platform.run("describe", "com.example:bent", "--option", "slpe=0.5"));
        assertTrue(platform.err().contains("--option slpe: 'com.example:bent' is not drawn with an option of this name. "
                + "Did you mean 'slope'?"), platform.err());
        assertEquals(2, platform.run("describe", "com.example:bent", "--option", "odd=true", "--option", "slope=2"));
        assertTrue(platform.err().contains("slope must be a number in [0,1), not 2.0"), platform.err());
        assertEquals(2, platform.run("describe", "shrinking", "--option", "rate=1"));
        assertTrue(platform.err().contains("There is none."), platform.err());
        assertEquals(2, platform.run("describe", "straight", "--epochs", "0"));
    }

    private String drawn() {
        return platform.out().lines().dropWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n", "", "\n"));
    }
}
