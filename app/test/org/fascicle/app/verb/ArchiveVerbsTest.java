package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** evaluate, predict, summary, bench. */
class ArchiveVerbsTest {
    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();

    @Test
    void evaluatesTestRowsIfThereAreSome() throws IOException {
        assertEquals(0, platform.run("evaluate", "a"));
        assertEquals("test, 1,234 rows: loss 0.2500, accuracy 0.8750\n", platform.out());
        assertEquals(List.of("open a"), platform.calls);
        assertTrue(platform.network.closed);
    }

    @Test
    void anArchiveIsUpgradedOnlyIfAskedFor() {
        for (String verb : List.of("evaluate", "predict")) {
            assertEquals(0, platform.run(verb, "a"));
            assertFalse(platform.settings.upgrade());
            assertEquals(0, platform.run(verb, "a", "--upgrade"));
            assertTrue(platform.settings.upgrade());
        }
    }

    @Test
    void evaluatesAsJson() throws IOException {
        assertEquals(0, platform.run("evaluate", "a", "--json", "--subset", "validation"));
        assertEquals(List.of(Map.of("loss", 0.25, "accuracy", 0.75)), platform.json());
    }

    @Test
    void tablesOfMetricsAreBelowTheMetrics() {
        platform.network.tables = new LinkedHashMap<>();
        platform.network.tables.put("confusion_matrix", Evaluation.Table.of(Shape.of(2, 2), 1200, 3, 0, 31));
        platform.network.tables.put("f1_score", Evaluation.Table.of(Shape.of(3), 0.5, 1, 0.25));
        assertEquals(0, platform.run("evaluate", "a"));
        assertEquals("test, 1,234 rows: loss 0.2500, accuracy 0.8750\n"
                + "\n"
                + "confusion_matrix\n"
                + "       0   1\n"
                + "0  1,200   3\n"
                + "1      0  31\n"
                + "\n"
                + "f1_score\n"
                + "     0       1       2\n"
                + "0.5000  1.0000  0.2500\n", platform.out());
    }

    @Test
    void tablesOfMetricsAreNestedArrays() throws IOException {
        platform.network.tables = Map.of("counts", Evaluation.Table.of(Shape.of(2, 1, 2), 1, 2, Double.NaN, 4));
        assertEquals(0, platform.run("evaluate", "a", "--json"));
        assertEquals(List.of(List.of(List.of(1.0, 2.0)), List.of(Arrays.asList(null, 4.0))),
                platform.json().get(0).get("counts"));
        assertEquals(0.25, platform.json().get(0).get("loss"));
    }

    @Test
    void evaluatesNothingThatIsNotThere() {
        platform.network.hasTest = false;
        assertEquals(2, platform.run("evaluate", "a", "--subset", "test"));
        assertTrue(platform.err().contains("--subset test: the data have no such rows"), platform.err());
    }

    @Test
    void predictsRowsOfTheData() {
        assertEquals(0, platform.run("predict", "a", "--rows", "3"));
        assertEquals("row  label  predicted  probability\n"
                + "  0      0          0       0.5000\n"
                + "  1      1          1       0.5000\n"
                + "  2      0          2       0.5000  wrong\n", platform.out());
    }

    @Test
    void predictsMoreRowsThanOneBatch() throws IOException {
        assertEquals(0, platform.run("predict", "a", "--rows", "300", "--json"));
        List<Map<String, Object>> rows = platform.json();
        assertEquals(300, rows.size());
        assertEquals(299, rows.get(299).get("row"));
        assertEquals(299 % 3, rows.get(299).get("predicted"));
        assertEquals(List.of(0.25, 0.25, 0.5), rows.get(299).get("output"));
    }

    @Test
    void theTitlesOfManyRowsStandOnce() {
        assertEquals(0, platform.run("predict", "a", "--rows", "1200"));
        String[] lines = platform.out().split("\n");
        assertEquals(1201, lines.length);
        assertEquals("row  label  predicted  probability", lines[0]);
        assertEquals("999      1          0       0.5000  wrong", lines[1000]);
        assertEquals("1000      0          1       0.5000  wrong", lines[1001]);
    }

    // Of the probabilities 1/2, 1/4, 1/4 the entropy is 3/2 ln 2.
    @Test
    void predictsMeanAndSpreadOfSamples() {
        assertEquals(0, platform.run("predict", "a", "--rows", "2", "--samples", "5", "--seed", "3"));
        assertEquals("row  label  predicted  probability     std  entropy\n"
                + "  0      0          0       0.5000  0.1500   1.0397\n"
                + "  1      1          1       0.5000  0.1500   1.0397\n", platform.out());
    }

    @Test
    void predictsMeanAndSpreadAsJson() throws IOException {
        platform.network.unlabelled = true;
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--samples", "7", "--seed", "1", "--json"));
        Map<String, Object> row = platform.json().get(0);
        assertEquals(List.of("row", "id", "predicted", "probability", "mean", "std", "entropy"), List.copyOf(row.keySet()));
        assertEquals(List.of(0.5, 0.25, 0.25), row.get("mean"));
        assertEquals(List.of(0.07, 0.07, 0.07), row.get("std"));
        assertEquals(1.5 * Math.log(2), (Double) row.get("entropy"), 1e-12);
    }

    @Test
    void samplesHaveTheSeed0ByDefault() throws IOException {
        assertEquals(0, platform.run("predict", "a", "--rows", "1", "--samples", "5", "--json"));
        assertEquals(List.of(0.0, 0.0, 0.0), platform.json().get(0).get("std"));
    }

    @Test
    void badSamples() {
        assertEquals(2, platform.run("predict", "a", "--samples", "0"));
        assertTrue(platform.err().contains("--samples 0: must be at least 1"), platform.err());
        assertEquals(2, platform.run("predict", "a", "--seed", "4"));
        assertTrue(platform.err().contains("--seed 4: nothing is random without --samples"), platform.err());
        assertEquals(List.of(), platform.calls);
    }

    @Test
    void predictsRowsOfAFile() throws IOException {
        platform.network.unlabelled = true;
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--rows", "2"));
        assertEquals("row  id  predicted  probability\n"
                + "  0  n0          0       0.5000\n"
                + "  1  n1          1       0.5000\n", platform.out());
        assertTrue(platform.calls.get(1).matches("rows .*f\\.csv 2"), platform.calls.toString());
    }

    @Test
    void predictsRowsFromStandardInput() throws IOException {
        assertEquals(0, platform.run("predict", "a", "--input", "-", "--json"));
        assertEquals("rows standard input", platform.calls.get(1));
        assertEquals(300, platform.json().size());
        assertEquals("n299", platform.json().get(299).get("id"));
        assertEquals(1, platform.json().get(299).get("label"));
    }

    @Test
    void classesHaveTheirNames() {
        platform.network.classes = List.of("cat", "dog", "fish");
        assertEquals(0, platform.run("predict", "a", "--rows", "3"));
        assertEquals("row  label  predicted  probability\n"
                + "  0    cat        cat       0.5000\n"
                + "  1    dog        dog       0.5000\n"
                + "  2    cat       fish       0.5000  wrong\n", platform.out());
    }

    @Test
    void classesHaveTheirNumbersAndNamesInJson() throws IOException {
        platform.network.classes = List.of("cat", "dog", "fish");
        assertEquals(0, platform.run("predict", "a", "--rows", "3", "--json"));
        Map<String, Object> row = platform.json().get(2);
        assertEquals(List.of(0, "cat", 2, "fish"),
                List.of(row.get("label"), row.get("label_name"), row.get("predicted"), row.get("predicted_name")));
    }

    @Test
    void tablesOfMetricsHaveTheNamesOfClasses() {
        platform.network.classes = List.of("cat", "dog", "fish");
        platform.network.tables = new LinkedHashMap<>();
        platform.network.tables.put("f1_score", Evaluation.Table.of(Shape.of(3), 0.5, 1, 0.25));
        platform.network.tables.put("confusion_matrix", Evaluation.Table.of(Shape.of(3, 3), 5, 0, 1, 0, 7, 0, 0, 0, 2));
        assertEquals(0, platform.run("evaluate", "a"));
        assertTrue(platform.out().contains("f1_score\n   cat     dog    fish\n0.5000  1.0000  0.2500\n"), platform.out());
        assertTrue(platform.out().contains("      cat  dog  fish\n cat    5    0     1\n"), platform.out());
    }

    @Test
    void tablesOfMetricsHaveTheNamesOfClassesBesideThem() throws IOException {
        platform.network.classes = List.of("cat", "dog", "fish");
        platform.network.tables = Map.of("f1_score", Evaluation.Table.of(Shape.of(3), 0.5, 1, 0.25));
        assertEquals(0, platform.run("evaluate", "a", "--json"));
        assertEquals(List.of("cat", "dog", "fish"), platform.json().get(0).get("classes"));
    }

    @Test
    void predictionsAreWrittenAsATable() throws IOException {
        platform.network.classes = List.of("a \"cat\"", "dog, small", "fish");
        platform.network.unlabelled = true;
        Path file = folder.resolve("p.csv");
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--rows", "2", "--out", file.toString()));
        assertEquals("id,predicted,\"probability_a \"\"cat\"\"\",\"probability_dog, small\",probability_fish\n"
                + "n0,\"a \"\"cat\"\"\",0.5,0.25,0.25\n"
                + "n1,\"dog, small\",0.25,0.5,0.25\n", Files.readString(file));
        assertEquals("", platform.out());
        assertEquals(2, platform.run("predict", "a", "--out", "p.xls"));
        assertTrue(
                platform.err().contains("--out p.xls: the end of its name says no form of tables. Let it end like one of: .csv"),
                platform.err());
    }

    @Test
    void outputsKeepTheirShapeAndWhatIsNoNumberIsSaid() throws IOException {
        platform.network.outputShape = Shape.of(3, 1);
        platform.network.odd = Float.NEGATIVE_INFINITY;
        assertEquals(0, platform.run("predict", "a", "--rows", "1", "--json"));
        assertEquals(List.of(List.of("-Infinity"), List.of(0.25), List.of(0.25)), platform.json().get(0).get("output"));
        platform.network.odd = Float.NaN;
        assertEquals(0, platform.run("predict", "a", "--rows", "1", "--json"));
        assertEquals(List.of(List.of("NaN"), List.of(0.25), List.of(0.25)), platform.json().get(1).get("output"));
    }

    @Test
    void eachBlockOfSamplesHasASeedOfItsOwn() {
        assertEquals(0, platform.run("predict", "a", "--rows", "600", "--samples", "2", "--seed", "5", "--json"));
        assertEquals(3, Set.copyOf(platform.network.seeds).size());
        assertEquals(5, platform.network.seeds.get(0));
        List<Long> first = List.copyOf(platform.network.seeds);
        assertEquals(0, platform.run("predict", "a", "--rows", "600", "--samples", "2", "--seed", "5", "--json"));
        assertEquals(first, platform.network.seeds.subList(3, 6));
    }

    @Test
    void badRows() {
        assertEquals(2, platform.run("predict", "a", "--rows", "0"));
        assertTrue(platform.err().contains("--rows 0: must be at least 1"), platform.err());
    }

    @Test
    void summarizes() {
        assertEquals(0, platform.run("summary", "m.json"));
        String[] lines = platform.out().split("\n");
        assertEquals("layer (type)                                 output shape  parameters", lines[0]);
        assertEquals("dense_1 (dense)                              [rows, 300]      235,500", lines[1]);
        assertTrue(Arrays.asList(lines).contains("total             236,700"), platform.out());
        assertTrue(Arrays.asList(lines).contains("not trainable         600"), platform.out());
        assertEquals(List.of("create m.json"), platform.calls);
    }

    @Test
    void summarizesWhichVersionsAreChosenAndWhy() throws IOException {
        platform.network.used = List.of(
                Summary.Version.of(Kind.LAYER, "dense", "1.0.0", "fascicle.layer.dense", "the only version"),
                Summary.Version.of(Kind.ACTIVATION, "elu", "1.2.0", "fascicle.activation.elu", "recorded in the archive"));
        assertEquals(0, platform.run("summary", "m.json"));
        assertTrue(platform.out().endsWith("""

                technique       version  chosen
                layer dense     1.0.0    the only version
                activation elu  1.2.0    recorded in the archive
                """), platform.out());
    }

    @Test
    void summarizesVersionsAsJson() throws IOException {
        platform.network.used = List.of(
                Summary.Version.of(Kind.ACTIVATION, "elu", "1.2.0", "fascicle.activation.elu", "recorded in the archive"));
        assertEquals(0, platform.run("summary", "m.json", "--json"));
        assertEquals(
                Map.of("technique", "elu", "kind", "activation", "version", "1.2.0", "bundle", "fascicle.activation.elu", "why",
                        "recorded in the archive"),
                platform.json().get(2));
        assertEquals(2, platform.json().get(3).get("layers"));
    }

    @Test
    void summarizesParametersWithWhatUpdatesThem() throws IOException {
        assertEquals(0, platform.run("summary", "m.json", "--parameters"));
        List<String> lines = Arrays.asList(platform.out().split("\n"));
        assertTrue(lines.contains("parameter       shape       updated by"), platform.out());
        assertTrue(lines.contains("dense_1/kernel  [784, 300]  adam, weight decay 0.1"), platform.out());
        assertTrue(lines.contains("dense_1/bias    [300]       nothing: frozen"), platform.out());
    }

    @Test
    void summarizesParametersAsJson() throws IOException {
        assertEquals(0, platform.run("summary", "m.json", "--json", "--parameters"));
        assertEquals(Map.of("parameter", "dense_1/kernel", "shape", List.of(784, 300), "update", "adam, weight decay 0.1"),
                platform.json().get(2));
        assertNull(platform.json().get(3).get("update"));
        assertEquals(2, platform.json().get(4).get("layers"));
    }

    @Test
    void summarizesAnArchive() throws IOException {
        Path archive = Files.write(folder.resolve("a"), "PK\3\4 and so on".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(0, platform.run("summary", archive.toString(), "--json"));
        assertEquals(List.of("open " + archive), platform.calls);
        assertEquals(Arrays.asList(null, 300), platform.json().get(0).get("output"));
        assertEquals(Map.of("layers", 2, "trainable", 236100, "non_trainable", 600), platform.json().get(2));
    }

    @Test
    void measures() throws IOException {
        assertEquals(0, platform.run("bench", "m.json", "--batch", "128", "--seconds", "0.1", "--json"));
        Map<String, Object> result = platform.json().get(0);
        assertEquals("fake", result.get("backend"));
        assertEquals(128, result.get("batch"));
        assertEquals(2, result.get("threads"));
        assertEquals("float32", result.get("precision"));
        assertEquals(125.5, result.get("step_us"));
        assertEquals(128 / 125.5 * 1e6, (Double) result.get("samples_per_s"), 1e-3);
        assertNull(result.get("bytes_per_step"));
    }

    @Test
    void benchProfilesKernelByKernel() {
        assertEquals(0, platform.run("bench", "--batch", "64", "--seconds", "0.1", "--profile"));
        assertEquals(64, platform.network.profiledBatch);
        String out = platform.out();
        assertTrue(out.contains("10.0   80 %      20   2.0  50 %    200.0  50 %      0  matmul     dense, elu  dense_1\n"),
                out);
        assertTrue(out.contains("transpose              dense_1, permute"), out);
        assertTrue(out.contains("of these, copies and changes of layout    2.5"), out);
        assertTrue(out.contains("phases (one barrier behind each): 2"), out);
        assertTrue(out.contains("attainable: 4.0 GB/s") && out.contains("400.0 GFLOP/s"), out);
    }

    @Test
    void benchProfilesAsJson() throws IOException {
        assertEquals(0, platform.run("bench", "--seconds", "0.1", "--profile", "--json"));
        List<Map<String, Object>> lines = platform.json();
        assertEquals(4, lines.size());
        assertEquals(Set.of("kernel", "operations", "techniques", "from", "phase", "move", "us", "bytes", "flop", "gb_per_s",
                "gflop_per_s"), lines.get(0).keySet());
        assertEquals(List.of("dense", "elu"), lines.get(0).get("techniques"));
        assertEquals(List.of(), lines.get(1).get("techniques"));
        assertEquals(List.of("dense_1", "permute"), lines.get(1).get("from"));
        assertEquals(12.5, lines.get(2).get("kernels_us"));
        assertEquals(2.5, lines.get(2).get("moves_us"));
        assertTrue(lines.get(3).containsKey("samples_per_s"));
    }

    @Test
    void measuresNothingImpossible() {
        assertEquals(2, platform.run("bench", "--batch", "0"));
        assertTrue(platform.err().contains("--batch 0: must be at least 1"), platform.err());
        assertEquals(2, platform.run("bench", "--seconds", "-1"));
        assertEquals(2, platform.run("bench", "--seconds", "NaN"));
        assertEquals(List.of(), platform.calls);
    }
}
