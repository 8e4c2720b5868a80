package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a table, from training to a table of predictions, on the command line. */
class PassengersTest {
    private static final Path EXAMPLE = Path.of("passengers").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void fromATableToATableOfPredictions() throws Exception {
        assertTrue(Files.readAllLines(EXAMPLE.resolve("model.json")).size() <= 10);
        run("train", EXAMPLE.resolve("model.json"), "--out", "p.fasc");
        run("predict", "p.fasc", "--input", EXAMPLE.resolve("new.csv"), "--out", "predictions.csv");
        List<String> asked = Files.readAllLines(EXAMPLE.resolve("new.csv"));
        List<String> predicted = Files.readAllLines(folder.resolve("predictions.csv"));
        assertEquals("id,predicted,probability_lost,probability_saved", predicted.get(0));
        assertEquals(asked.size(), predicted.size());
        for (int row = 1; row < asked.size(); row++) {
            String[] cells = predicted.get(row).split(",");
            assertEquals(asked.get(row).split(",")[0], cells[0]);
            double saved = Double.parseDouble(cells[3]);
            assertEquals(1, Double.parseDouble(cells[2]) + saved, 1e-5);
            assertEquals(saved > 0.5 ? "saved" : "lost", cells[1]);
        }
    }

    @Test
    void aTableOfPredictionsIsATableToTrainOn() throws Exception {
        run("train", EXAMPLE.resolve("model.json"), "--out", "p.fasc", "--set", "training.epochs=1");
        run("predict", "p.fasc", "--input", EXAMPLE.resolve("new.csv"), "--out", "predictions.parquet");
        Files.writeString(folder.resolve("student.json"), """
                { "fascicle": 1, "data": { "parquet": { "file": "predictions.parquet", "label": "probability_saved",
                  "regression": true, "features": [ "predicted" ], "id": "id" } },
                  "network": [ { "dense": { "units": 1 } } ], "loss": "mean_squared_error", "optimizer": "adam",
                  "training": { "epochs": 1, "batch_size": 8, "seed": 1 } }
                """);
        run("train", "student.json", "--out", "student.fasc");
        run("predict", "student.fasc", "--input", "predictions.parquet", "--out", "again.csv");
        List<String> again = Files.readAllLines(folder.resolve("again.csv"));
        assertEquals("id,predicted", again.get(0));
        assertEquals(Files.readAllLines(EXAMPLE.resolve("new.csv")).size(), again.size());
    }

    private void run(Object... arguments) throws Exception {
        Process process = new CommandLine(CommandLine.INSTALLATION, folder).start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
    }
}
