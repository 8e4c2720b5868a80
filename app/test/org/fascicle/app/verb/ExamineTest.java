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
        assertTrue(platform.out().contains("  Tried: after 300 steps the loss is 0.5 instead of 2.\n"), platform.out());
    }

    @Test
    void programsReadObjects() throws Exception {
        find();
        assertEquals(1, platform.run("doctor", "m.json", "--try", "--json"), platform.err());
        List<Map<String, Object>> objects = platform.json();
        assertEquals("rate too high", objects.get(0).get("finding"));
        assertEquals(0.5, objects.get(0).get("loss_changed"));
        assertEquals("Look.", objects.get(1).get("remedy"));
    }
}
