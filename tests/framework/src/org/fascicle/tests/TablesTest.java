package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Targets;
import org.fascicle.api.data.Values;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the columns of a table mean belongs to the model: later tables are read by it. */
public class TablesTest extends PlatformTest {
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "csv": { "file": "rows.csv", "test_file": "test.csv", "label": "fate", "id": "id", "categorical": "port",
                                 "fill": "median", "scale": "standard" } },
              "network": [ { "dense": { "units": 3, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy", "confusion_matrix" ], "optimizer": "adam",
              "training": { "epochs": 2, "batch_size": 8, "seed": 3 } }
            """;

    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void files() throws IOException {
        archive = folder.resolve("model.fasc");
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("id,age,port,fate\n");
        for (int i = 0; i < 40; i++) {
            rows.append("p" + i + "," + (i % 7 == 0 ? "" : 20 + random.nextInt(40)) + "," + "CQS".charAt(i % 3) + ","
                    + List.of("lost", "saved", "unknown").get(random.nextInt(3)) + "\n");
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        // Only one class and one category: neither may shift the others.
        Files.writeString(folder.resolve("test.csv"), "fate,port,age,id\nunknown,S,30,t1\nunknown,S,,t2\n");
    }

    private Settings settings() {
        return on("reference").folder(folder);
    }

    private void trained() {
        try (Model model = create(MODEL, settings()); Training training = train(model)) {
            training.save(archive);
        }
    }

    @Test
    void aModelThatIsOpenedKnowsItsColumnsAndClasses() {
        trained();
        try (Model model = fascicle.open(archive, settings())) {
            assertEquals(List.of("lost", "saved", "unknown"), model.outputs().get(0).classes());
            Rows test = testRows(model);
            assertEquals(2, test.label(0));
            assertArrayEquals(new float[] {30, 0, 0, 1}, features(test, 0));
            assertEquals(Optional.of("t2"), test.id(1));
            Meaning meaning = test.meaning().orElseThrow();
            assertEquals(List.of("C", "Q", "S"), meaning.columns().get(2).categories());
            assertEquals(meaning, trainingRows(model).meaning().orElseThrow());
            double[] confusion = model.evaluate(test).tables().get("confusion_matrix").values();
            assertEquals(2, confusion[6] + confusion[7] + confusion[8], "both rows are of the third class");
        }
    }

    @Test
    void rowsOfAFileAreFoundByTheNamesOfColumns() throws IOException {
        trained();
        try (Model model = fascicle.open(archive, settings())) {
            Path file = Files.writeString(folder.resolve("new.csv"), "port,age\nS,30\n\"C\",41\n");
            Rows rows = fascicle.rows(model, InputFile.of(file), 10);
            assertEquals(2, rows.count());
            assertArrayEquals(new float[] {41, 1, 0, 0}, features(rows, 1));
            assertEquals(List.of(), rows.outputs());
            assertArrayEquals(features(testRows(model), 0), features(rows, 0));
            InputFile stream = InputFile.of("standard input",
                    new ByteArrayInputStream("age,port,fate\n5,Q,saved\n".getBytes(StandardCharsets.UTF_8)));
            assertEquals(1, fascicle.rows(model, stream, 10).label(0));
            Files.writeString(file, "port,ages\nS,30\n");
            assertRefused(file.toString(), () -> fascicle.rows(model, InputFile.of(file), 1), "(port, ages)", "(age, port)",
                    "missing: age; not known: ages");
            assertRefused("new.xlsx", () -> fascicle.rows(model, InputFile.of(Path.of("new.xlsx")), 1), "reads such a file");
        }
    }

    @Test
    void aTrainingThatGoesOnKeepsClassesAndCategories() throws IOException {
        trained();
        // The rows of two classes and ports alone; the others keep their numbers.
        List<String> lines = Files.readAllLines(folder.resolve("rows.csv"));
        lines.removeIf(line -> line.endsWith(",lost") || line.contains(",C,"));
        Files.write(folder.resolve("rows.csv"), lines);
        Settings longer = settings().override("training.epochs", "3").override("training.batch_size", "8");
        try (Model model = fascicle.open(archive, longer)) {
            assertEquals(3, trainingRows(model).classes());
            assertEquals(4, trainingRows(model).shape().size());
        }
    }

    @Test
    void classesOfACallerThatWouldShiftAreRefused() {
        trained();
        try (Model model = fascicle.open(archive, settings())) {
            MemoryRows rows = MemoryRows.of(Values.of(new float[][] {{30, 0, 0, 1}, {20, 1, 0, 0}}))
                    .targets(Targets.named("saved", "unknown"));
            assertRefused(null, () -> model.evaluate(rows), "the data's classes (saved, unknown) are not those of the model"
                    + " (lost, saved, unknown)");
        }
    }

    @Test
    void aModelOfOtherDataTakesTablesByPlace() throws IOException {
        String digits = MODEL.replaceAll("(?s)\"csv\": \\{.*?\\} \\},", "\"digits\": {} },").replace("[ { \"dense\"",
                "[ { \"flatten\": {} }, { \"dense\"").replace("\"units\": 3", "\"units\": 10");
        try (Model model = create(digits, settings())) {
            Path file = Files.writeString(folder.resolve("new.csv"), "1,".repeat(63) + "2\n");
            Rows rows = fascicle.rows(model, InputFile.of(file), 10);
            assertEquals(1, rows.count());
            assertEquals(2, features(rows, 0)[63]);
            Files.writeString(file, "1,2\n");
            assertRefused(file.toString(), () -> fascicle.rows(model, InputFile.of(file), 1), "it has 2 columns");
        }
    }

    // The mean of the ages that are trained on is 30; those that are held back would make it much more.
    @Test
    void fillValuesAreThoseOfTheRowsThatAreTrainedOn() throws IOException {
        StringBuilder rows = new StringBuilder("part,id,age,port,fate\n");
        for (int i = 0; i < 12; i++) {
            rows.append((i % 4 == 3 ? "valid," : "train,") + "p" + i + "," + (i == 0 ? "" : i % 4 == 3 ? "900" : "30") + ",C,"
                    + List.of("lost", "saved", "unknown").get(i % 3) + "\n");
        }
        String column = MODEL.replace("\"fill\"", "\"validation\": { \"column\": \"part\" }, \"fill\"").replace("median", "mean");
        Files.writeString(folder.resolve("rows.csv"), rows);
        Files.writeString(folder.resolve("test.csv"), "fate,port,age,id\nlost,C,30,t1\n");
        try (Model model = create(column, settings()); Training training = train(model)) {
            Data data = fascicle.data(model);
            assertEquals(9, data.trainingRows().count());
            assertEquals(3, validationRows(model).count());
            assertArrayEquals(new float[] {30}, Arrays.copyOf(features(trainingRows(model), 0), 1));
            training.save(archive);
        }
        try (Model model = fascicle.open(archive, settings())) {
            assertEquals(3, validationRows(model).count());
            Path file = Files.writeString(folder.resolve("new.csv"), "port,age\nC,\n");
            assertEquals(30, features(fascicle.rows(model, InputFile.of(file), 1), 0)[0]);
        }
        // The last of each class are held back: all of those that are 900 years old, and the third of the others.
        String cut = MODEL.replace("\"fill\"", "\"ignore\": \"part\", \"validation\": 3, \"fill\"").replace("median", "mean");
        Files.writeString(folder.resolve("rows.csv"),
                rows.toString().replaceAll(",900,", ",30,").replaceAll("(p(9|10|11)),30", "$1,900"));
        try (Model model = create(cut, settings())) {
            assertArrayEquals(new float[] {30}, Arrays.copyOf(features(trainingRows(model), 0), 1));
        }
    }

    @Test
    void rowsToValidateWithMayBeAnotherFile() throws IOException {
        Files.writeString(folder.resolve("valid.csv"), "fate,age,port,id\nsaved,,Q,v1\nsaved,12,C,v2\n");
        try (Model model = create(MODEL.replace("\"fill\"", "\"validation\": \"valid.csv\", \"fill\""), settings())) {
            assertEquals(40, trainingRows(model).count());
            Rows validation = validationRows(model);
            assertEquals(2, validation.count());
            assertEquals(1, validation.label(0));
            assertArrayEquals(new float[] {12, 1, 0, 0}, features(validation, 1));
            assertEquals(features(trainingRows(model), 0)[0], features(validation, 0)[0], "the same stands for a missing age");
        }
        Files.writeString(folder.resolve("valid.csv"), "fate,age,port,id\ndrowned,,Q,v1\n");
        assertRefused(folder.resolve("valid.csv").toString(),
                () -> create(MODEL.replace("\"fill\"", "\"validation\": \"valid.csv\", \"fill\""), settings()),
                "there is no class 'drowned' in the training rows");
    }

    @Test
    void aRowCanBeOfSeveralClasses() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "x,tags\n0,red|blue\n1,\n2,green\n3,blue\n4,red\n5,\n");
        String several = MODEL.replaceAll("\"csv\": \\{[^}]*\\}", "\"csv\": { \"file\": \"rows.csv\", \"multi_label\": true }")
                .replace("softmax", "sigmoid").replace("sparse_categorical_crossentropy", "binary_crossentropy")
                .replace("\"accuracy\", \"confusion_matrix\"", "\"binary_accuracy\"");
        try (Model model = create(several, settings()); Training training = train(model)) {
            assertTrue(model.outputs().get(0).isMultiLabel());
            training.save(archive);
        }
        try (Model model = fascicle.open(archive, settings())) {
            assertEquals(List.of("blue", "green", "red"), model.outputs().get(0).classes());
            assertTrue(model.outputs().get(0).isMultiLabel());
            assertEquals(6, model.predict(new float[] {0, 1}, 2).length);
            assertEquals(Set.of("loss", "binary_accuracy"), evaluate(model, trainingRows(model)).keySet());
        }
    }

    @Test
    void aTableIsDataForAnotherModel() {
        Data data = fascicle.data(Definition.text(MODEL, SOURCE), settings());
        assertEquals(40, data.trainingRows().count());
    }

    private static float[] features(Rows rows, int row) {
        float[] into = new float[(int) rows.shape().size()];
        rows.features(row, into, 0);
        return into;
    }
}
