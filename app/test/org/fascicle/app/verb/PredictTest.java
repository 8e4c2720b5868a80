package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.table.TableWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predictions look like: of one output and of several, of classes, of logits and of numbers. */
class PredictTest {
    // Softmax of 0, ln 2, ln 5 is 1/8, 2/8, 5/8; sigmoid of ln 3 is 3/4.
    private static final float LN2 = (float) Math.log(2);
    private static final float LN3 = (float) Math.log(3);
    private static final float LN5 = (float) Math.log(5);

    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();

    @Test
    void everyOutputHasItsColumns() {
        platform.network.hasSize = true;
        platform.network.unlabelled = true;
        platform.network.classes = List.of("cat", "dog", "fish");
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--rows", "2"));
        assertEquals("row  id  output_predicted  output_probability  size_output\n"
                + "  0  n0               cat              0.5000  0.0000\n"
                + "  1  n1               dog              0.5000  1.0000\n", platform.out());
    }

    @Test
    void everyOutputHasAnObject() throws IOException {
        platform.network.hasSize = true;
        platform.network.unlabelled = true;
        platform.network.classes = List.of("cat", "dog", "fish");
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--rows", "2", "--json"));
        Map<String, Object> row = platform.json().get(1);
        assertEquals(List.of("row", "id", "outputs"), List.copyOf(row.keySet()));
        assertEquals(Map.of("output", Map.of("predicted", 1, "predicted_name", "dog", "probability", 0.5, "output",
                List.of(0.25, 0.5, 0.25)), "size", Map.of("output", List.of(1.0))), row.get("outputs"));
    }

    @Test
    void everyOutputHasItsColumnsInATable() throws IOException {
        platform.network.hasSize = true;
        platform.network.classes = List.of("cat", "dog", "fish");
        assertEquals("id,output_predicted,output_probability_cat,output_probability_dog,output_probability_fish,size_predicted\n"
                + "n0,cat,0.5,0.25,0.25,0.0\n"
                + "n1,dog,0.25,0.5,0.25,1.0\n", table());
        assertEquals("id,output_predicted,output_probability_cat,output_probability_dog,output_probability_fish,"
                + "output_std_cat,output_std_dog,output_std_fish,size_mean,size_std\n"
                + "n0,cat,0.5,0.25,0.25,0.02,0.02,0.02,0.0,0.0\n"
                + "n1,dog,0.25,0.5,0.25,0.02,0.02,0.02,1.0,0.0\n", table("--samples", "2", "--seed", "1"));
    }

    @Test
    void logitsOfClassesBecomeProbabilities() throws IOException {
        platform.network.meaning = Domain.Outputs.DISTRIBUTION_LOGITS;
        platform.network.given = new float[] {0, LN2, LN5};
        Map<String, Object> row = json("--rows", "1");
        assertEquals(2, row.get("predicted"));
        assertEquals(0.625, (Double) row.get("probability"), 1e-6);
        assertNumbers(row.get("output"), 0.125, 0.25, 0.625);
        assertEquals("id,label,predicted,logit_0,logit_1,logit_2\n"
                + "n0,0,2,0.0," + LN2 + "," + LN5 + "\n"
                + "n1,1,2,0.0," + LN2 + "," + LN5 + "\n", tableOfLabelled("--raw"));
    }

    @Test
    void logitsAreNoProbabilitiesThoughTheyLookLikeThem() throws IOException {
        platform.network.meaning = Domain.Outputs.DISTRIBUTION_LOGITS;
        platform.network.given = new float[] {0.25f, 0.25f, 0.5f};
        assertEquals(List.of("row", "label", "predicted", "output"), List.copyOf(json("--rows", "1", "--raw").keySet()));
        platform.network.meaning = Domain.Outputs.LOGITS;
        platform.network.outputShape = Shape.of(1);
        platform.network.classes = List.of("lost", "saved");
        assertEquals(List.of("row", "label", "label_name", "predicted", "predicted_name", "output"),
                List.copyOf(json("--rows", "1", "--raw").keySet()));
    }

    @Test
    void aSoftmaxOfLargeLogitsIsExact() throws IOException {
        platform.network.meaning = Domain.Outputs.DISTRIBUTION_LOGITS;
        platform.network.given = new float[] {-3e38f, 1000, 1001};
        assertNumbers(json("--rows", "1").get("output"), 0, 1 / (1 + Math.E), Math.E / (1 + Math.E));
    }

    @Test
    void logitsAreSampledAsProbabilities() throws IOException {
        platform.network.meaning = Domain.Outputs.DISTRIBUTION_LOGITS;
        platform.network.given = new float[] {0, LN2, LN5};
        Map<String, Object> row = json("--rows", "1", "--samples", "3");
        assertNumbers(row.get("mean"), 0.125, 0.25, 0.625);
        assertNumbers(row.get("std"), 0, 0, 0);
        assertEquals(3, platform.network.seeds.stream().distinct().count());
    }

    @Test
    void oneLogitIsTheProbabilityOfTheSecondClass() throws IOException {
        platform.network.meaning = Domain.Outputs.LOGITS;
        platform.network.outputShape = Shape.of(1);
        platform.network.classes = List.of("lost", "saved");
        platform.network.given = new float[] {LN3, -LN3};
        assertEquals("id,predicted,probability_lost,probability_saved\nn0,saved,0.25,0.75\nn1,lost,0.75,0.25\n", table());
        assertEquals("id,predicted,logit_lost,logit_saved\nn0,saved," + -LN3 + "," + LN3 + "\nn1,lost," + LN3 + "," + -LN3
                + "\n", table("--raw"));
    }

    @Test
    void theOnlyNumberOfTwoClassesSaysWhoseItIs() throws IOException {
        platform.network.meaning = Domain.Outputs.PROBABILITIES;
        platform.network.outputShape = Shape.of(1);
        platform.network.classes = List.of("lost", "saved");
        platform.network.given = new float[] {0.25f, 0.75f};
        platform.network.unlabelled = true;
        assertEquals(0, platform.run("predict", "a", "--input", "f.csv", "--rows", "2"));
        assertEquals("row  id  predicted  probability_saved\n"
                + "  0  n0       lost             0.2500\n"
                + "  1  n1      saved             0.7500\n", platform.out());
        platform.out.reset();
        Map<String, Object> row = json("--rows", "1");
        assertEquals("lost", row.get("predicted_name"));
        assertEquals(0.75, row.get("probability"));
        assertEquals(Map.of("lost", 0.75, "saved", 0.25), row.get("probabilities"));
        assertEquals(List.of(0.25), row.get("output"));
    }

    @Test
    void severalAnswersAreClassesEachByItself() throws IOException {
        platform.network.meaning = Domain.Outputs.LOGITS;
        platform.network.classes = List.of("red", "round", "sweet");
        platform.network.given = new float[] {LN3, -LN3, LN3, -LN3, -LN3, -LN3};
        assertEquals("id,predicted,probability_red,probability_round,probability_sweet\n"
                + "n0,red|sweet,0.75,0.25,0.75\n"
                + "n1,\"\",0.25,0.25,0.25\n", table());
        Map<String, Object> row = json("--input", "f.csv", "--rows", "1");
        assertEquals(List.of(0, 2), row.get("predicted"));
        assertEquals(List.of("red", "sweet"), row.get("predicted_name"));
    }

    @Test
    void theFirstTestRowsAreReadAlone() {
        assertEquals(0, platform.run("predict", "a", "--rows", "3"));
        assertEquals(List.of("open a", "data 3"), platform.calls);
    }

    @Test
    void whichRowsAreHeldBackIsKnownOnlyWhenAllAreThere() throws IOException {
        platform.network.hasTest = false;
        assertEquals(0, platform.run("predict", "a", "--rows", "10", "--json"));
        assertEquals(5, platform.json().size());
    }

    @Test
    void aTableGoesToTheFormatOfItsFilesName() throws IOException {
        StringBuilder columns = new StringBuilder();
        platform.tableFormats = List.of(new TableFormat() {
            @Override
            public String name() {
                return "Pipes";
            }

            @Override
            public List<String> suffixes() {
                return List.of(".pipes");
            }

            @Override
            public TableWriter write(OutputStream out, List<TableColumn> of) {
                columns.append(of);
                return new TableWriter() {
                    @Override
                    public void row(List<@Nullable Object> cells) throws IOException {
                        out.write((cells + "\n").getBytes(StandardCharsets.UTF_8));
                    }

                    @Override
                    public void close() throws IOException {
                        out.write("end\n".getBytes(StandardCharsets.UTF_8));
                    }
                };
            }
        });
        platform.network.classes = List.of("cat", "dog", "fish");
        Path file = folder.resolve("p.pipes");
        assertEquals(0, platform.run("predict", "a", "--rows", "2", "--out", file.toString()), platform.err());
        assertEquals("[0, cat, cat, 0.5, 0.25, 0.25]\n[1, dog, dog, 0.25, 0.5, 0.25]\nend\n", Files.readString(file));
        assertEquals("[row WHOLE, label TEXT, predicted TEXT, probability_cat REAL, probability_dog REAL, probability_fish REAL]",
                columns.toString());
        assertEquals(2, platform.run("predict", "a", "--out", "p.xls"));
        assertTrue(platform.err().contains(".csv (CSV), .pipes (Pipes)"), platform.err());
    }

    private String table(String... more) throws IOException {
        platform.network.unlabelled = true;
        return tableOfLabelled(more);
    }

    private String tableOfLabelled(String... more) throws IOException {
        Path file = folder.resolve("p.csv");
        List<String> arguments = new ArrayList<>(
                List.of("predict", "a", "--input", "f.csv", "--rows", "2", "--out", file.toString()));
        arguments.addAll(List.of(more));
        assertEquals(0, platform.run(arguments.toArray(String[]::new)), platform.err());
        return Files.readString(file);
    }

    private Map<String, Object> json(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("predict", "a", "--json"));
        arguments.addAll(List.of(more));
        assertEquals(0, platform.run(arguments.toArray(String[]::new)), platform.err());
        Map<String, Object> row = platform.json().get(0);
        platform.out.reset();
        return row;
    }

    private static void assertNumbers(Object list, double... expected) {
        double[] actual = ((List<?>) list).stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
        assertArrayEquals(expected, actual, 1e-6);
    }
}
