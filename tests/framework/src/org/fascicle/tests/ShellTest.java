package org.fascicle.tests;

import static org.fascicle.tests.OwnPlatform.assertCode;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.tests.OwnPlatform.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line and its shell, in processes, on the framework of these tests. */
@Timeout(600)
public class ShellTest {
    private static final String NAME = SampleJar.TECHNIQUE;

    @TempDir
    Path folder;
    private OwnPlatform platform;
    private Path first;
    private Path second;
    private Path model;

    @BeforeEach
    void write() throws Exception {
        platform = new OwnPlatform(folder.resolve("platform"), "pinned");
        first = new SampleJar().write(folder.resolve("first.jar"));
        second = new SampleJar().version("1.3.0").write(folder.resolve("second.jar"));
        model = Files.writeString(folder.resolve("model.json"), Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\""));
    }

    @Test
    void whatIsInstalledByTheCommandLineIsThereAtTheNextStart() throws Exception {
        assertCode(2, platform.run("describe", NAME));
        Outcome installed = assertCode(0, platform.run("install", first.toString()));
        assertTrue(installed.out().contains("installed " + SampleJar.BUNDLE + " 1.2.0"), installed::toString);
        assertTrue(assertCode(0, platform.run("describe", NAME)).out().contains("1.2.0"));
        Outcome updated = assertCode(0, platform.run("update", second.toString()));
        assertTrue(updated.out().contains("updated " + SampleJar.BUNDLE + " 1.2.0 to 1.3.0"), updated::toString);
        Path archive = folder.resolve("a.fasc");
        Outcome trained = assertCode(0, platform.run("train", model.toString(), "--set", "training.epochs=1", "--out",
                archive.toString()));
        assertTrue(trained.out().contains("written: " + archive), trained::toString);
        assertCode(0, platform.run("uninstall", SampleJar.BUNDLE));
        assertCode(2, platform.run("describe", NAME));
        Outcome refused = assertCode(2, platform.run("evaluate", archive.toString()));
        assertTrue(refused.err().contains("there is no activation '" + NAME + "'"), refused::toString);
    }

    @Test
    void theShellHasTheVerbsAndNothingHidesThem() throws Exception {
        Outcome done =
                assertCode(0, platform.script("help", "install " + first, "headers " + SampleJar.BUNDLE, "describe " + NAME,
                        "update " + second, "techniques", "uninstall " + SampleJar.BUNDLE, "leaks", "help update"));
        for (String words : List.of("train ", "evaluate ", "uninstall ", "installed " + SampleJar.BUNDLE + " 1.2.0",
                "Bundle-SymbolicName: " + SampleJar.BUNDLE, "updated " + SampleJar.BUNDLE + " 1.2.0 to 1.3.0",
                "uninstalled " + SampleJar.BUNDLE + " 1.3.0", "Usage: fascicle update")) {
            assertTrue(done.out().contains(words), () -> "no '" + words + "' in " + done);
        }
    }

    @Test
    void valuesNeedNoTricksAndTheLastCommandsCodeIsTheScripts() throws Exception {
        Path archive = folder.resolve("a.fasc");
        String network =
                "{\"fascicle\": 1, \"data\": {\"digits\": {}}, \"network\": [{\"reshape\": {\"target_shape\": [4, 16]}}, "
                        + "{\"flatten\": {}}, {\"dense\": {\"units\": 10, \"activation\": \"softmax\"}}], \"loss\": "
                        + "\"sparse_categorical_crossentropy\", \"optimizer\": \"sgd\", \"training\": {\"epochs\": 1, \"batch_size\": 64}}";
        Path small = Files.writeString(folder.resolve("small.json"), network);
        Outcome done = assertCode(0, platform.script("train " + small + " --set network.0.reshape.target_shape=[8,8] "
                + "--set data.digits.only_classes=[0,1] --set network.2.dense.units=2 --out " + archive, "summary " + archive));
        assertTrue(done.out().contains("[rows, 8, 8]"), done::toString);
        Outcome failed = assertCode(2, platform.script("techniques", "describe nothing"));
        assertTrue(failed.err().contains("'nothing'"), failed::toString);
        assertCode(0, platform.script("describe nothing", "describe elu"));
        assertCode(2, platform.script("no_such_command"));
    }

    @Test
    void aTrainingInTheBackgroundIsListedReadAndStopped() throws Exception {
        Path archive = folder.resolve("a.fasc");
        try (OwnPlatform.Session session = platform.new Session("shell")) {
            session.type("install " + first);
            session.await("installed " + SampleJar.BUNDLE);
            session.type("train " + model + " --set training.epochs=100000 --out " + archive + " &");
            // It is there in the very next line.
            session.type("runs");
            session.await("running");
            session.type("techniques");
            session.await(NAME);
            session.type("stop 1");
            session.await("[1] ended with exit code 130");
            session.type("log 1");
            session.await("written: " + archive);
            session.type("stop 7");
            Outcome end = assertCode(2, session.end());
            assertTrue(end.err().contains("there is no run '7'"), end::toString);
        }
        assertTrue(Files.exists(archive), "a stopped training writes what it has learned");
    }
}
