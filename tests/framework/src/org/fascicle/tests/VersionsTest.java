package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;

/** Several versions of one technique, side by side. */
public class VersionsTest extends PlatformTest {
    private static final String BUNDLE = "com.example.activation.softsign";
    private static final String NAME = "com.example:softsign";

    private String version(String range) {
        return techniques.find(Kind.ACTIVATION, NAME, range).version();
    }

    @Test
    void aRangePicksAmongVersionsAndTheHighestWinsWithoutOne() throws Exception {
        try (Guest one = Guest.install(BUNDLE); Guest two = Guest.install(BUNDLE, BUNDLE, "2.0.0")) {
            assertEquals("2.0.0", version(null));
            assertEquals("1.2.0", version("[1.0,2)"));
            assertEquals("2.0.0", version("[2.0,3)"));
            assertRefused(null, () -> version("[3.0,4)"), "no installed version", "[3.0,4)", "2.0.0, 1.2.0");
            two.close();
            assertEquals("1.2.0", version(null));
        }
    }

    @Test
    void aModelFileThatPinsAVersionTrainsWithIt() throws Exception {
        String model = Models.with(Models.NORMALIZED, "\"activation\": \"elu\"",
                "\"activation\": { \"" + NAME + "\": {}, \"version\": \"[2.0,3)\" }");
        try (Guest one = Guest.install(BUNDLE)) {
            assertRefused(SOURCE, () -> attempt(model, on("reference")), "/network/3/activation/activation/version",
                    "[2.0,3)", "1.2.0");
            try (Guest two = Guest.install(BUNDLE, BUNDLE, "2.0.0"); Model network = create(model, on("reference"))) {
                trainTo(network, 2);
            }
        }
    }

    @Test
    void oneVersionFromTwoBundlesIsAnErrorThatNamesBoth() throws Exception {
        try (Guest one = Guest.install(BUNDLE); Guest two = Guest.install(BUNDLE, "org.example.softsign", "1.2.0")) {
            assertRefused(null, () -> version(null), "1.2.0", BUNDLE, "org.example.softsign");
        }
    }
}
