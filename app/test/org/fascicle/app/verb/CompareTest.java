package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path folder;

    private FakePlatform platform;

    @BeforeEach
    void begin() {
        platform = new FakePlatform();
        platform.folder = folder;
        platform.network.json = "{\"network\": [{\"dense\": {}}], \"training\": {\"epochs\": 3}}";
    }

    @Test
    void printsTrainingsATableAndAChart() {
        assertEquals(0, compare(), platform::err);
        String[] lines = platform.out().split("\n");
        assertEquals("2 variants, 5 rows in 2 folds, 1 seed: 4 trainings, 1 at a time", lines[0]);
        assertTrue(lines[1].matches("training 1/4  16  seed 1  fold 1/2  loss 0\\.2500  accuracy 0\\.7500  [0-9.]+ s"), lines[1]);
        assertTrue(lines[4].startsWith("training 4/4  32  seed 1  fold 2/2  "), lines[4]);
        assertTrue(
                lines[6].matches("training\\.batch_size +loss +deviation +to the best +p +epochs +seconds +processor s +heap MB"),
                lines[6]);
        assertTrue(lines[7].matches("16 +0\\.2500 +0\\.0000 +3 .*"), lines[7]);
        assertTrue(lines[8].matches("32 +0\\.2500 +0\\.0000 +\\+0\\.0000 +1\\.000 +3 .*"), lines[8]);
        assertTrue(lines[10].matches("16 +o"), lines[10]);
        assertEquals(13, lines.length, platform.out());
    }

    @Test
    void theModelsAreTrainedOnTheOtherFolds() {
        assertEquals(0, compare(), platform::err);
        assertEquals("create " + folder.resolve("m.json"), platform.calls.get(0));
        assertEquals(4, platform.calls.stream().filter(call -> call.contains(" with training.batch_size=")).count());
        assertTrue(platform.calls.get(1).matches(".* with training\\.batch_size=16 for [23] rows"), platform.calls.get(1));
        assertEquals("fake", platform.settings.backend().orElseThrow());
    }

    @Test
    void printsJson() throws IOException {
        assertEquals(0, compare("--json"), platform::err);
        List<Map<String, Object>> objects = platform.json();
        assertEquals(6, objects.size());
        assertEquals(Map.of("training.batch_size", "16"), objects.get(0).get("variant"));
        assertEquals(Map.of("loss", 0.25, "accuracy", 0.75), objects.get(0).get("metrics"));
        assertEquals(List.of(0.25, 0.25), objects.get(5).get("values"));
        assertEquals("loss", objects.get(5).get("by"));
        assertEquals(1.0, objects.get(5).get("p"));
    }

    @Test
    void theFolderHasTheTableAndTheBest() throws IOException {
        assertEquals(0, compare("--out", "there"), platform::err);
        assertEquals(folder.resolve("there/best.fasc"), platform.network.saved);
        assertTrue(platform.out().endsWith("""
                the best, trained on all training rows:
                test, 1,234 rows: loss 0.2500, accuracy 0.8750
                written: there/best.fasc
                """.replace("\n", System.lineSeparator())), platform.out());
        List<String> table = Files.readAllLines(folder.resolve("there/comparison.csv"));
        assertEquals("training.batch_size,loss,deviation,difference,p,epochs,seconds,processor_seconds,bytes,failure",
                table.get(0));
        assertTrue(table.get(2).startsWith("32,0.25,0.0,0.0,1.0,3.0,"), table.get(2));
        int before = platform.calls.size();
        assertEquals(0, compare("--out", "there"), platform::err);
        // The first model, and the best.
        assertEquals(before + 2, platform.calls.size());
        assertTrue(platform.out().contains("; 4 were made before"), platform.out());
    }

    @Test
    void anotherComparisonsFolderIsRefused() {
        assertEquals(0, compare("--out", "there"), platform::err);
        assertEquals(2, compare("--out", "there", "--folds", "3"));
        assertTrue(platform.err().contains("--out there: the folder is that of another comparison: its folds differ"),
                platform.err());
    }

    @Test
    void whatFailsIsSaidBelowTheTable() {
        platform.network.failsAtStep = 1;
        assertEquals(2, compare());
        assertTrue(platform.out().contains("16: failed in 2 of 2 runs: the loss is not finite any more"), platform.out());
        assertTrue(platform.err().contains("no variant could be judged"), platform.err());
    }

    @Test
    void interruptedItSaysHowToGoOn() {
        platform.network.atEachStep = () -> platform.interruption.request(Duration.ZERO);
        assertEquals(130, compare("--out", "there"));
        assertTrue(
                platform.err().matches("(?s).*interrupted after [0-3] of 4 trainings; the same command goes on from there\\s*"),
                platform.err());
        assertFalse(Files.exists(folder.resolve("there/comparison.csv")));
    }

    @Test
    void mistakesAreBadInput() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertProblem("--seeds 0: must be at least 1", "--seeds", "0");
        assertProblem("--workers 0: must be at least 1", "--workers", "0");
        assertProblem("--folds 6: there are at least 2 folds, and at most one for each of the 5 training rows", "--folds", "6");
        assertProblem("--out file: this is no folder", "--out", "file");
        assertProblem("--by los: the model file has no such metric. Did you mean 'loss'?", "--by", "los");
        assertProblem("--vary optimiser: the model file has no key 'optimiser'", "--vary", "optimiser=a,b");
        assertEquals(2, platform.run("compare", "m.json"));
        assertTrue(platform.err().contains("'--vary=PATH=A,B,…'"), platform.err());
        platform.problem = new InputException("m.json", "/loss", "it is wrong", null);
        assertProblem("m.json: at /loss: it is wrong");
    }

    private void assertProblem(String message, String... more) {
        platform.err.reset();
        assertEquals(2, compare(more), message);
        assertTrue(platform.err().contains(message), platform.err());
    }

    private int compare(String... more) {
        List<String> arguments = new ArrayList<>(List.of("compare", "m.json", "--vary", "training.batch_size=16,32"));
        arguments.addAll(List.of("--workers", "1"));
        if (!Arrays.asList(more).contains("--folds")) {
            arguments.addAll(List.of("--folds", "2"));
        }
        List<String> last = Arrays.asList(more);
        if (last.contains("--workers")) {
            arguments.removeAll(List.of("--workers", "1"));
        }
        arguments.addAll(last);
        return platform.run(arguments.toArray(String[]::new));
    }
}
