package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingResult.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    @TempDir
    Path folder;

    private final FakePlatform platform = new FakePlatform();

    @Test
    void jsonHasAnObjectPerEpochAndALastOne() throws IOException {
        assertEquals(0, platform.run("train", "--json", "--out", folder.resolve("a").toString()));
        List<Map<String, Object>> lines = platform.json();
        assertEquals(4, lines.size());
        assertEquals(Set.of("epoch", "loss", "metrics", "seconds"), lines.get(0).keySet());
        assertEquals(2, lines.get(1).get("epoch"));
        assertEquals(0.5, lines.get(1).get("loss"));
        assertEquals(Map.of("accuracy", 0.75, "val_accuracy", 0.7), lines.get(1).get("metrics"));
        assertEquals(0.5, lines.get(1).get("seconds"));
        Map<String, Object> last = lines.get(3);
        assertEquals(Set.of("epochs", "metrics", "test", "archive"), last.keySet());
        assertEquals(3, last.get("epochs"));
        assertEquals(0.8, (Double) ((Map<?, ?>) last.get("metrics")).get("val_accuracy"), 1e-9);
        assertEquals(Map.of("loss", 0.25, "accuracy", 0.875), last.get("test"));
        assertEquals(folder.resolve("a").toString(), last.get("archive"));
        assertEquals("", platform.err());
    }

    @Test
    void aTechniqueThatIsTakenAwayEndsItWithTheArchiveAndACodeOfItsOwn() throws IOException {
        platform.network.end = End.TECHNIQUE_MISSING;
        Path out = folder.resolve("a");
        assertEquals(4, platform.run("train", "--out", out.toString()));
        assertEquals(out, platform.network.saved);
        assertTrue(platform.out().contains("ended without a technique after 3 epochs\nwritten: " + out), platform.out());
        assertEquals("fascicle: It needs the layer 'x'.\nWhen it is back, go on with --resume " + out
                + "; with --wait, a training waits for it.\n", platform.err());
        assertFalse(platform.out().contains("test, "), platform.out());
    }

    @Test
    void withoutATechniqueTheCheckpointsAreNamed() {
        platform.network.end = End.TECHNIQUE_MISSING;
        Path checkpoints = folder.resolve("kept");
        assertEquals(4, platform.run("train", "--checkpoint", checkpoints.toString()));
        assertTrue(platform.err().contains("go on with --resume " + checkpoints), platform.err());
    }

    @Test
    void jsonSaysWhatIsMissing() throws IOException {
        platform.network.end = End.TECHNIQUE_MISSING;
        assertEquals(4, platform.run("train", "--json"));
        assertEquals("It needs the layer 'x'.", platform.json().get(3).get("missing"));
        assertTrue(platform.err().contains("Nothing was written"), platform.err());
    }

    @Test
    void followsAndWaitsOnlyIfAskedTo() {
        assertEquals(0, platform.run("train"));
        assertFalse(platform.network.follows || platform.network.waits);
        assertEquals(0, platform.run("train", "--follow"));
        assertTrue(platform.network.follows && !platform.network.waits);
        assertEquals(0, platform.run("train", "--wait"));
        assertTrue(platform.network.waits && !platform.network.follows);
    }

    private static final TechniqueChange CHANGE = TechniqueChange.of(10, List.of(TechniqueChange.Replacement.of(
            Kind.ACTIVATION, "elu", "1.0.0", "1.1.0", List.of("alpha 1.0 then, 0.5 now"))), List.of("dense/kernel"),
            List.of("dense/gain"), List.of());

    @Test
    void saysWhichVersionsAreFollowed() {
        platform.network.change = CHANGE;
        assertEquals(0, platform.run("train"));
        assertEquals("after step 10: activation elu 1.0.0 replaced by 1.1.0 (alpha 1.0 then, 0.5 now); 1 tensor carried on; "
                + "begun anew: dense/gain", platform.out().split("\n")[1]);
    }

    @Test
    void jsonSaysWhichVersionsAreFollowed() throws IOException {
        platform.network.change = CHANGE;
        assertEquals(0, platform.run("train", "--json"));
        Map<String, Object> line = platform.json().get(1);
        assertEquals(10, line.get("techniques_changed_after_step"));
        assertEquals(List.of("dense/gain"), line.get("begun_anew"));
        assertEquals(List.of(Map.of("kind", "activation", "name", "elu", "from", "1.0.0", "to", "1.1.0",
                "differences", List.of("alpha 1.0 then, 0.5 now"))), line.get("replaced"));
    }

    @Test
    void jsonReportsTheRestoredEpoch() throws IOException {
        platform.network.end = End.EARLY_STOPPED;
        platform.network.bestEpoch = 2;
        assertEquals(0, platform.run("train", "--json"));
        assertEquals(0.7, ((Map<?, ?>) platform.json().get(3).get("metrics")).get("val_accuracy"));
    }

    @Test
    void jsonWritesWhatItCannotSayAsNull() throws IOException {
        platform.network.hasTest = false;
        platform.network.lastLoss = Double.POSITIVE_INFINITY;
        assertEquals(0, platform.run("train", "--json"));
        assertNull(platform.json().get(2).get("loss"));
        Map<String, Object> last = platform.json().get(3);
        assertTrue(last.containsKey("test") && last.get("test") == null, last.toString());
        assertTrue(last.containsKey("archive") && last.get("archive") == null, last.toString());
    }

    @Test
    void plainLinesAndATable() {
        assertEquals(0, platform.run("train"));
        String[] lines = platform.out().split("\n");
        assertEquals("epoch 1/3  loss 1.0000  accuracy 0.5000  val_accuracy 0.4000  80 samples/s  0.50 s", lines[0]);
        assertEquals("epoch    loss  accuracy  val_accuracy  learning rate  seconds", lines[4]);
        assertEquals("    3  0.3333    0.8333        0.8000           0.01     0.50", lines[7]);
        assertEquals("               first  epochs 1 to 3    last", lines[9]);
        assertEquals("loss          1.0000  #:_            0.3333", lines[10]);
        assertEquals("accuracy      0.5000  .*#            0.8333", lines[11]);
        assertEquals("trained for 3 epochs", lines[14]);
        assertEquals("test, 1,234 rows: loss 0.2500, accuracy 0.8750", lines[15]);
        assertFalse(platform.out().contains("\r"), platform.out());
    }

    @Test
    void aTerminalThatHasBlocksShowsThem() {
        platform.terminal = true;
        platform.unicode = true;
        assertEquals(0, platform.run("train"));
        assertTrue(platform.out().contains("\nloss          1.0000  █▃▁            0.3333\n"), platform.out());
    }

    @Test
    void quietlyItSaysHowItEnded() {
        assertEquals(0, platform.run("train", "--quiet"));
        assertEquals("trained for 3 epochs\ntest, 1,234 rows: loss 0.2500, accuracy 0.8750\n", platform.out());
    }

    @Test
    void eventFilesNeedAFolder() {
        assertEquals(2, platform.run("train", "--tensorboard-steps", "10"));
        assertTrue(platform.err().contains("--tensorboard-steps: says nothing about event files when there are none. "
                + "Name a folder for them with --tensorboard."), platform.err());
        assertEquals(2, platform.run("train", "--tensorboard", folder.toString(), "--tensorboard-steps", "0"));
        assertTrue(platform.err().contains("not every 0"), platform.err());
        assertEquals(2, platform.run("train", "--tensorboard", folder.toString(), "--tensorboard-histograms", "-1"));
        assertTrue(platform.err().contains("not every -1"), platform.err());
    }

    @Test
    void tablesOfMetricsStandAtTheEnd() {
        platform.network.tables = Map.of("confusion_matrix", Evaluation.Table.of(Shape.of(2, 2), 5, 1, 0, 4));
        assertEquals(0, platform.run("train"));
        assertTrue(platform.out().endsWith("accuracy 0.8750\n\nconfusion_matrix\n   0  1\n0  5  1\n1  0  4\n"), platform.out());
    }

    @Test
    void jsonHasTablesOfMetricsAtTheEnd() throws IOException {
        platform.network.tables = Map.of("confusion_matrix", Evaluation.Table.of(Shape.of(2, 2), 5, 1, 0, 4));
        assertEquals(0, platform.run("train", "--json"));
        assertEquals(Map.of("loss", 0.25, "accuracy", 0.875, "confusion_matrix", List.of(List.of(5.0, 1.0), List.of(0.0, 4.0))),
                platform.json().get(3).get("test"));
    }

    @Test
    void profilesWithTheModelsBatchBeforeTheLastLine() throws IOException {
        assertEquals(0, platform.run("train", "--json", "--profile"));
        assertEquals(0, platform.network.profiledBatch);
        List<Map<String, Object>> lines = platform.json();
        assertEquals(7, lines.size());
        assertEquals("matmul", lines.get(3).get("operations"));
        assertTrue(lines.get(6).containsKey("archive"));
    }

    @Test
    void saysThatItStoppedEarly() {
        platform.network.end = End.EARLY_STOPPED;
        platform.network.bestEpoch = 1;
        assertEquals(0, platform.run("train"));
        assertTrue(platform.out().contains("stopped early after 3 epochs; the parameters are those of epoch 1"),
                platform.out());
    }

    @Test
    void builtInExampleWithoutAModel() {
        platform.run("train");
        assertEquals(List.of("create the built-in example: the example's text"), platform.calls);
        assertTrue(platform.network.closed);
    }

    @Test
    void optionsBecomeSettings() {
        platform.run("train", "m.json", "--backend", "slow", "--precision", "float64", "--data", "there",
                "--set", "training.epochs=7", "--set", "loss={\"a\": 1}", "--set", "x=y=z");
        assertEquals(List.of("create m.json"), platform.calls);
        assertEquals(Optional.of("slow"), platform.settings.backend());
        assertEquals(Optional.of(Precision.FLOAT64), platform.settings.precision());
        assertEquals(List.of(Path.of("there")), platform.settings.folders());
        assertEquals(Map.of("training.epochs", "7", "loss", "{\"a\": 1}", "x", "y=z"), platform.settings.overrides());
        assertArrayEquals(new Object[] {"training.epochs", "loss", "x"}, platform.settings.overrides().keySet().toArray());
    }

    @Test
    void badOptions() {
        assertEquals(2, platform.run("train", "--set", "epochs"));
        assertTrue(platform.err().contains("is not PATH=VALUE"), platform.err());
        assertEquals(2, platform.run("train", "--precision", "float16"));
        assertTrue(platform.err().contains("'float16' is not float32, float64, bfloat16 or tf32"), platform.err());
        assertEquals(2, platform.run("train", "m.json", "--resume", "a"));
        assertTrue(platform.err().contains("an archive holds its model"), platform.err());
        assertEquals(List.of(), platform.calls);
    }

    @Test
    void placeOfTheArchiveIsCheckedFirst() throws IOException {
        assertEquals(2, platform.run("train", "--out", folder.toString()));
        assertTrue(platform.err().contains("this is a folder"), platform.err());
        assertEquals(2, platform.run("train", "--out", folder.resolve("no/a").toString()));
        assertTrue(platform.err().contains("does not exist"), platform.err());
        assertEquals(2, platform.run("train", "--out", "/dev/null"));
        assertTrue(platform.err().contains("this is a device or a pipe"), platform.err());
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nothing"));
        assertEquals(2, platform.run("train", "--out", link.toString()));
        assertTrue(platform.err().contains("a link to a file that is not there"), platform.err());
        assertEquals(List.of(), platform.calls);
    }

    @Test
    void resumes() {
        platform.run("train", "--resume", "a.fascicle");
        assertEquals(List.of("resume a.fascicle"), platform.calls);
        assertNull(platform.network.checkpoints);
        assertFalse(platform.network.changesAllowed);
        platform.run("train", "--resume", "a.fascicle", "--allow-changes");
        assertTrue(platform.network.changesAllowed);
        assertEquals(2, platform.run("train", "--allow-changes"));
        assertTrue(platform.err().contains("nothing is resumed"), platform.err());
    }

    @Test
    void whatOnlyAnArchiveGivesAMeaningIsRefusedWithoutOne() throws IOException {
        assertEquals(2, platform.run("train", "--upgrade"));
        assertEquals("fascicle: --upgrade: a new training records no versions of techniques, and takes those that are installed. "
                + "Give it with --resume.\n", platform.err());
        assertEquals(2, platform.run("train", "m.json", "--upgrade", "--out", folder.resolve("a").toString()));
        Path model = Files.writeString(folder.resolve("m.json"), "{}");
        assertEquals(2, platform.run("summary", model.toString(), "--upgrade"));
        assertTrue(platform.err().contains("a model file records no versions of techniques"), platform.err());
        assertEquals(2, platform.run("summary", "--upgrade"));
        assertEquals(List.of(), platform.calls);
        assertEquals(0, platform.run("train", "--resume", "a.fascicle", "--upgrade"));
        assertTrue(platform.settings.upgrade());
    }

    @Test
    void anArchiveThatCannotBeWrittenIsNoFaultOfTheUserAndLosesNoFigures() throws IOException {
        Path out = folder.resolve("a");
        platform.network.unwritable = "No space left on device";
        assertEquals(1, platform.run("train", "--out", out.toString()));
        assertTrue(platform.out().contains("trained for 3 epochs\ntest, "), platform.out());
        assertFalse(platform.out().contains("written"), platform.out());
        assertEquals("fascicle: " + out + ": the file cannot be written: No space left on device. Nothing else keeps this "
                + "training: --checkpoint FOLDER saves one as it goes on\n", platform.err());
        Files.writeString(out, "of before");
        assertEquals(1, platform.run("train", "--out", out.toString(), "--checkpoint", "run"));
        assertTrue(platform.err().contains("No space left on device. The file of before is intact. What was trained is in the "
                + "newest checkpoint: when there is room, train --resume run --out " + out), platform.err());
        platform.network.end = End.TECHNIQUE_MISSING;
        assertEquals(1, platform.run("train", "--out", out.toString(), "--checkpoint", "run"));
        assertTrue(platform.err().contains("go on with --resume run;"), platform.err());
    }

    @Test
    void whatFailedAndCannotBeWrittenEitherIsBothSaid() {
        platform.network.unwritable = "No space left on device";
        platform.network.failsAtStep = 7;
        assertEquals(2, platform.run("train", "--out", folder.resolve("a").toString()));
        assertTrue(platform.err().contains("the loss is not finite any more") && platform.err().contains("No space left"),
                platform.err());
    }

    @Test
    void saysWhichCheckpointOfAFolderItGoesOnFrom() {
        platform.network.resumedFrom = Path.of("run/step-12.fasc");
        assertEquals(0, platform.run("train", "--resume", "run/step-12.fasc"));
        assertEquals("", platform.err());
        assertEquals(0, platform.run("train", "--resume", "run"));
        assertEquals("fascicle: goes on from run/step-12.fasc\n", platform.err());
    }

    @Test
    void checkpointsAreAskedForByOptions() {
        platform.folder = folder;
        assertEquals(0, platform.run("train", "--checkpoint", "run", "--checkpoint-every", "500steps", "--checkpoint-every", "5m",
                "--keep", "2", "--monitor", "val_accuracy"));
        Checkpoints checkpoints = platform.network.checkpoints;
        assertEquals(folder.resolve("run"), checkpoints.path());
        assertEquals(500, checkpoints.steps());
        assertEquals(0, checkpoints.epochs());
        assertEquals(Duration.ofMinutes(5), checkpoints.time().orElseThrow());
        assertEquals(2, checkpoints.kept());
        assertEquals("val_accuracy", checkpoints.monitor().orElseThrow());
        assertTrue(checkpoints.isFolder() && checkpoints.keepsBest());
        platform.run("train", "--checkpoint", "run");
        assertEquals(1, platform.network.checkpoints.epochs());
        for (String wrong : List.of("5", "0steps", "m5", "1.5h", "-1epoch")) {
            assertEquals(2, platform.run("train", "--checkpoint", "run", "--checkpoint-every", wrong));
            assertTrue(platform.err().contains("--checkpoint-every " + wrong + ": is no interval"), platform.err());
        }
        assertEquals(2, platform.run("train", "--keep", "2"));
        assertTrue(platform.err().contains("Name a folder for them with --checkpoint"), platform.err());
    }

    @Test
    void relativeFilesAreOfTheConsolesFolder() {
        platform.folder = folder;
        assertEquals(0, platform.run("train", "m.json", "--out", "a", "--data", "d"));
        assertEquals(List.of("create " + folder.resolve("m.json")), platform.calls);
        assertEquals(List.of(folder.resolve("d")), platform.settings.folders());
        assertTrue(Files.exists(folder.resolve("a")));
    }

    @Test
    void interruptedItStillWritesTheArchive() {
        int[] steps = new int[1];
        platform.network.atEachStep = () -> {
            if (++steps[0] == 6) {
                platform.interruption.request(Duration.ZERO);
            }
        };
        assertEquals(130, platform.run("train", "--out", folder.resolve("a").toString()));
        assertEquals(6, steps[0]);
        assertTrue(Files.exists(folder.resolve("a")));
        assertTrue(platform.out().contains("interrupted after 1 epoch\n"), platform.out());
        assertFalse(platform.out().contains("test,"), platform.out());
    }

    @Test
    void interruptOfTheThreadStopsToo() {
        platform.network.atEachStep = () -> Thread.currentThread().interrupt();
        assertEquals(130, platform.run("train"));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void keepsTheParametersWhenTheLossIsNotFinite() {
        platform.network.failsAtStep = 7;
        assertEquals(2, platform.run("train", "--out", folder.resolve("a").toString()));
        assertTrue(platform.err().contains("Take a smaller learning rate. The parameters from before that step are in"),
                platform.err());
        assertTrue(Files.exists(folder.resolve("a")));
        assertTrue(platform.network.closed);
    }

    @Test
    void barOnATerminal() {
        platform.terminal = true;
        platform.network.atEachStep = () -> {
            try {
                Thread.sleep(120);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        platform.network.epochs = 1;
        assertEquals(0, platform.run("train"));
        assertTrue(platform.out().matches("(?s).*\repoch 1/1 \\[=*>\\.*] loss 1.0000 .*"), platform.out());
        assertTrue(platform.out().matches("(?s).*\r\033\\[Kepoch 1/1  loss 1.0000.*"), platform.out());
    }
}
