package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.Console;
import org.fascicle.app.MissingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
    private final FakePlatform platform = new FakePlatform();

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "predict", "summary", "techniques", "describe", "backends", "bench", "tck"})
    void everyVerbHasHelp(String verb) {
        assertEquals(0, platform.run(verb, "--help"));
        assertTrue(platform.out().startsWith("Usage: fascicle " + verb), platform.out());
        assertTrue(platform.out().contains("--json"), platform.out());
        assertEquals("", platform.err());
    }

    @Test
    void helpListsTheVerbs() {
        assertEquals(0, platform.run("--help"));
        assertTrue(platform.out().contains("techniques"), platform.out());
        assertTrue(platform.out().contains("130 interrupted"), platform.out());
        assertFalse(platform.out().contains("\033"), platform.out());
    }

    @Test
    void version() {
        assertEquals(0, platform.run("--version"));
        assertTrue(platform.out().startsWith("fascicle 1.2.3\n"), platform.out());
    }

    @Test
    void noVerb() {
        assertEquals(2, platform.run());
        assertTrue(platform.err().startsWith("fascicle: a verb is missing: one of train, evaluate"), platform.err());
        assertEquals("", platform.out());
    }

    @Test
    void misspeltVerb() {
        assertEquals(2, platform.run("trian"));
        assertTrue(platform.err().contains("there is no verb 'trian'. Did you mean 'train'?"), platform.err());
    }

    @Test
    void verbThatIsNothingLike() {
        assertEquals(2, platform.run("xyzzy"));
        assertTrue(platform.err().contains("There are train, evaluate"), platform.err());
    }

    @Test
    void misspeltOption() {
        assertEquals(2, platform.run("bench", "--bach", "3"));
        assertTrue(platform.err().contains("unknown option --bach. Did you mean '--batch'?"), platform.err());
    }

    @Test
    void missingAndSuperfluousArguments() {
        assertEquals(2, platform.run("evaluate"));
        assertTrue(platform.err().contains("ARCHIVE"), platform.err());
        assertEquals(2, platform.run("evaluate", "a", "b"));
        assertTrue(platform.err().contains("'b' is one argument too many"), platform.err());
    }

    @Test
    void valueOfTheWrongType() {
        assertEquals(2, platform.run("bench", "--batch", "many"));
        assertTrue(platform.err().contains("'many'"), platform.err());
        assertFalse(platform.err().contains("\tat "), platform.err());
    }

    @Test
    void badInput() {
        platform.problem = new InputException("m.json", "/network/3", "unknown layer 'dens'", "Did you mean 'dense'?");
        assertEquals(2, platform.run("train", "m.json"));
        assertEquals("fascicle: m.json: at /network/3: unknown layer 'dens'. Did you mean 'dense'?\n", platform.err());
        assertEquals("", platform.out());
    }

    @Test
    void internalErrorWithoutAndWithTrace() {
        platform.problem = new IllegalStateException("broken");
        assertEquals(1, platform.run("train"));
        assertEquals("fascicle: internal error, java.lang.IllegalStateException: broken\n"
                + "Run it again with -v to see where.\n", platform.err());
        assertEquals(1, platform.run("train", "-v"));
        assertTrue(platform.err().contains("\tat "), platform.err());
    }

    @Test
    void verboseStandsBeforeTheVerbAsWell() {
        platform.problem = new IllegalStateException("broken");
        assertEquals(1, platform.run("-v", "train"));
        assertTrue(platform.err().contains("\tat "), platform.err());
    }

    @Test
    void backendThatFails() {
        platform.problem = new BackendException("matmul in dense_1: no memory");
        assertEquals(1, platform.run("train"));
        assertTrue(platform.err().startsWith("fascicle: the backend failed: matmul in dense_1: no memory\n"),
                platform.err());
    }

    @Test
    void missingService() {
        platform.problem = new MissingException("the service X is not there: no installed bundle provides it");
        assertEquals(1, platform.run("train"));
        assertEquals("fascicle: the service X is not there: no installed bundle provides it\n", platform.err());
    }

    @Test
    void anAnswerThatIsLostIsAFailure() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayInputStream(new byte[0]), new PrintStream(full, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Path.of(""), false, 80, false);
        assertEquals(1, new CommandTree(platform, console).execute("backends"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("standard output could not be written to"));
    }
}
