package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.doctor.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamineTest {
    private final FakePlatform platform = new FakePlatform();

    @TempDir
    Path folder;

    private void find() throws Exception {
        platform.folder = folder;
        Files.writeString(folder.resolve("m.json"), "{\"loss\": \"a\", \"optimizer\": {\"sgd\": {\"learning_rate\": 10}}}");
        platform.diagnoses.add(Diagnosis.of("rate too high", "It diverged.", "Take 0.1.",
                Map.of("optimizer", Map.of("sgd", Map.of("learning_rate", 0.1)))));
        platform.diagnoses.add(Diagnosis.of("labels look shuffled", "They do.", "Look.", null));
    }

    @Test
    void nothingIsFound() {
        assertEquals(0, platform.run("doctor"), platform.err());
        assertEquals("Nothing was found.\n", platform.out());
        assertTrue(platform.calls.contains("examine the built-in example for 300"), platform.calls.toString());
    }

    @Test
    void whatIsFoundHasItsReasonAndTheLinesToChange() throws Exception {
        find();
        assertEquals(1, platform.run("doctor", "m.json", "--steps", "40"), platform.err());
        assertTrue(platform.calls.stream().anyMatch(call -> call.matches("examine .*m\\.json for 40")),
                platform.calls.toString());
        assertTrue(platform.out().startsWith("rate too high\n  It diverged.\n  Take 0.1.\n"), platform.out());
        assertTrue(platform.out().contains("    + \"learning_rate\" : 0.1\n"), platform.out());
        assertTrue(platform.out().endsWith("\nlabels look shuffled\n  They do.\n  Look.\n\n"), platform.out());
    }

    @Test
    void whatCanBeTriedIsTried() throws Exception {
        find();
        assertEquals(1, platform.run("doctor", "m.json", "--try"), platform.err());
        assertTrue(platform.calls.contains("attempt rate too high"), platform.calls.toString());
        assertTrue(platform.calls.stream().noneMatch(call -> call.startsWith("attempt labels")), platform.calls.toString());
        assertTrue(platform.out().contains("  Tried: after 300 steps from the beginning, the loss is 0.5 instead of 2.\n"),
                platform.out());
    }

    @Test
    void aChangeThatDoesNotHelpIsCalledThat() throws Exception {
        platform.folder = folder;
        Files.writeString(folder.resolve("m.json"), "{\"loss\": \"a\"}");
        platform.diagnoses.add(Diagnosis.of("class never predicted", "It is not.", "Weigh it.", Map.of("loss", "b")));
        assertEquals(1, platform.run("doctor", "m.json", "--try"), platform.err());
        assertTrue(
                platform.out().contains("the share is 0.25 instead of 0.5. In so many steps, this change alone does not help.\n"),
                platform.out());
    }

    @Test
    void whatWasNotLookedAtIsSaid() throws Exception {
        platform.unseen.add("overfitting: no rows are held back.");
        assertEquals(0, platform.run("doctor"), platform.err());
        assertEquals("Nothing was found.\nNot looked at:\n  overfitting: no rows are held back.\n", platform.out());
    }

    @Test
    void theTrainingOfAnArchiveGoesOn() throws Exception {
        platform.folder = folder;
        Files.write(folder.resolve("m.fasc"), new byte[] {'P', 'K', 3, 4});
        assertEquals(0, platform.run("doctor", "m.fasc"), platform.err());
        assertTrue(platform.calls.contains("examine the archive m.fasc for 300"), platform.calls.toString());
    }

    @Test
    void programsReadObjects() throws Exception {
        find();
        assertEquals(1, platform.run("doctor", "m.json", "--try", "--json"), platform.err());
        List<Map<String, Object>> objects = platform.json();
        assertEquals("rate too high", objects.get(0).get("finding"));
        assertEquals("loss", objects.get(0).get("measure"));
        assertEquals(0.5, objects.get(0).get("after"));
        assertEquals("Look.", objects.get(1).get("remedy"));
    }
}
