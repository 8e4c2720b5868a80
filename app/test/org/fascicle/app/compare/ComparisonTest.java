package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Criterion HITS = new Criterion("hits", true);
    private static final Comparison.Listener NOBODY = (run, variant, outcome, done, all) -> {};
    private static final int RUNS = 3 * 2 * 2;

    @TempDir
    Path folder;

    private final FakeFascicle fascicle = new FakeFascicle();

    @Test
    void eachVariantIsTrainedForEachSeedAndFold() {
        Comparison comparison = comparison("1,2,3");
        assertTrue(comparison.run(1, NOBODY, () -> false));
        assertEquals(RUNS, fascicle.trained.size());
        assertEquals(4, fascicle.trained.stream().filter(json -> json.contains("\"rate\":2")).count());
        assertEquals(6, fascicle.trained.stream().filter(json -> json.contains("\"seed\":6")).count());
        List<Standing> standings = comparison.standings(HITS);
        assertEquals(3, standings.size());
        assertTrue(standings.get(0).mean() > standings.get(1).mean() && standings.get(1).mean() > standings.get(2).mean());
        assertTrue(Double.isNaN(standings.get(0).probability()) && standings.get(1).probability() <= 1);
        assertEquals(standings.get(0).values().stream().mapToDouble(x -> x).average().orElseThrow(), standings.get(0).mean(),
                1e-15);
    }

    @Test
    void sideBySideItIsTheSame() {
        Comparison alone = comparison("1,2,3");
        assertTrue(alone.run(1, NOBODY, () -> false));
        fascicle.training = FakeFascicle.inPairs();
        Comparison together = comparison("1,2,3");
        assertTrue(together.run(2, NOBODY, () -> false));
        assertEquals(numbers(alone), numbers(together));
    }

    @Test
    void stoppedItGoesOnToTheSameTable() {
        Comparison whole = comparison("1,2,3");
        assertTrue(whole.run(1, NOBODY, () -> false));
        fascicle.trained.clear();
        Comparison first = kept("1,2,3");
        assertFalse(first.run(1, NOBODY, () -> first.done() >= 5));
        int before = first.done();
        assertTrue(before >= 5 && before < RUNS, "" + before);
        Comparison second = kept("1,2,3");
        int found = second.done();
        assertTrue(found >= before, found + " of " + before);
        fascicle.trained.clear();
        assertTrue(second.run(1, NOBODY, () -> false));
        assertEquals(RUNS - found, fascicle.trained.size());
        assertEquals(numbers(whole), numbers(second));
        Comparison third = kept("1,2,3");
        fascicle.trained.clear();
        assertTrue(third.run(1, NOBODY, () -> false));
        assertEquals(List.of(), fascicle.trained);
        assertEquals(second.standings(HITS), third.standings(HITS));
    }

    @Test
    void trainingsSideBySideShareTheProcessors() {
        assertTrue(comparison("1,2").run(1, NOBODY, () -> false));
        assertEquals(Set.of(OptionalInt.empty()), fascicle.threads);
        fascicle.threads.clear();
        assertTrue(comparison("1,2").run(2, NOBODY, () -> false));
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        assertEquals(Set.of(OptionalInt.of(share)), fascicle.threads);
    }

    @Test
    void whatFailsIsALineOfTheTable() {
        fascicle.training = tree -> {
            if (tree.toString().contains("rate=2") && tree.toString().contains("seed=6")) {
                throw new InputException("the loss is not finite");
            }
        };
        Comparison comparison = comparison("1,2,3");
        assertTrue(comparison.run(1, NOBODY, () -> false));
        List<Standing> standings = comparison.standings(HITS);
        assertEquals("failed in 2 of 4 runs: the loss is not finite", standings.get(2).failure());
        assertTrue(standings.get(2).failed() && Double.isNaN(standings.get(2).mean()));
        assertFalse(standings.get(1).failed());
    }

    @Test
    void whatMayGoWellAnotherTimeIsMadeAgain() {
        fascicle.training = tree -> {
            throw tree.toString().contains("rate=2") ? new StateException("it has left") : new InputException("refused");
        };
        assertTrue(kept("1,2,3").run(1, NOBODY, () -> false));
        assertEquals(8, kept("1,2,3").done());
    }

    @Test
    void aNumberThatIsMissingIsAFailure() {
        Comparison comparison = comparison("1");
        assertTrue(comparison.run(1, NOBODY, () -> false));
        assertEquals("failed in 4 of 4 runs: there is no number called 'other', but hits",
                comparison.standings(new Criterion("other", true)).get(0).failure());
    }

    @Test
    void theFolderOfAnotherComparisonIsRefused() {
        kept("1,2,3");
        assertProblem("its variants differ", () -> kept("1,2"));
        assertProblem("its folds differ", () -> keep(comparison("1,2,3", 3, data(1)), "fake"));
        assertProblem("its data differ", () -> keep(comparison("1,2,3", 2, data(2)), "fake"));
        assertProblem("its backend differ", () -> keep(comparison("1,2,3", 2, data(1)), "other"));
    }

    @Test
    void aFileThatIsDamagedIsNamed() throws IOException {
        assertTrue(kept("1").run(1, NOBODY, () -> false));
        Path file = folder.resolve("runs/variant-1-seed-5-fold-2.json");
        Files.writeString(file, Files.readString(file).substring(0, 9));
        assertProblem("Remove it", () -> kept("1"));
        Files.delete(file);
        assertEquals(3, kept("1").done());
    }

    @Test
    void nothingUnfinishedLiesAbout() throws IOException {
        assertTrue(kept("1").run(1, NOBODY, () -> false));
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".new")).collect(Collectors.toList()));
        }
    }

    private static void assertProblem(String message, Runnable action) {
        String said = assertThrows(InputException.class, action::run).getMessage();
        assertTrue(said.contains(message), said);
    }

    private static Map<String, List<Double>> numbers(Comparison comparison) {
        return comparison.standings(HITS).stream()
                .collect(Collectors.toMap(each -> each.variant().cells().toString(), Standing::values));
    }

    private Comparison kept(String values) {
        return keep(comparison(values), "fake");
    }

    private Comparison keep(Comparison comparison, String backend) {
        comparison.keep("folder", folder, backend);
        return comparison;
    }

    private Comparison comparison(String values) {
        return comparison(values, 2, data(1));
    }

    private Comparison comparison(String values, int folds, Data data) {
        Definition origin = Definition.text("{}", "m.json");
        Grid grid = Grid.of(fascicle.service(), new FakeTechniques(), origin, Map.of("rate", 0),
                List.of(Variation.of("rate=" + values)));
        return new Comparison(fascicle.service(), Settings.defaults(), origin, grid, data, folds, 5, 2);
    }

    private static Data data(float first) {
        return Data.of(MemoryRows.of(new float[][] {{first}, {2}, {3}, {4}, {5}, {6}}).labels(0, 1, 0, 1, 0, 1));
    }
}
