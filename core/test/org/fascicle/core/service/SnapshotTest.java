package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Column;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    private Path folder;

    private final Store store = new Store(new ReferenceBackend(), Precision.FLOAT32, null);
    private final Clock clock = new Clock(4, 2);
    private final BestWeights best = new BestWeights();

    @Test
    void whatIsTakenComesBack() {
        clock.set(5, History.of(Map.of("loss", List.of(0.5))));
        Signature.Target label = new Signature.Target("output", Shape.scalar(), Type.INT32, 3, List.of("a", "b", "c"));
        Signature signature = new Signature(Map.of("input", Shape.of(2, 1)), List.of(label), false);
        Scaling scaling = new Scaling(new double[] {0.1, 2}, new double[] {3, 0.7});
        Archive.Builder builder = Snapshot.weights(new Archive.Builder("{}"), signature, Map.of("input", scaling), store, clock,
                SplitRule.PRESENT);
        Archive archive = Snapshot.training(builder, 17, Map.of(1, 0.25), store, best, new BestWeights()).build();
        Snapshot snapshot = new Snapshot(archive, "n.fasc");
        Signature again = new PortsRecord(archive, "n.fasc").read();
        assertEquals(Map.of("input", Shape.of(2, 1)), again.inputs());
        assertEquals("output [] int32 3 [a, b, c]", described(again.targets().get(0)));
        assertEquals(17, snapshot.trainingRows());
        assertEquals(Map.of(1, 0.25), snapshot.classWeights());
        assertArrayEquals(new double[] {0.1, 2}, snapshot.scaling(again.inputs()).get("input").shift());
        assertArrayEquals(new double[] {3, 0.7}, snapshot.scaling(again.inputs()).get("input").factor());
        snapshot.restoration().all(store, best);
        assertEquals(5, snapshot.step());
        assertEquals(0.5, snapshot.history().value("loss", 0));
    }

    @Test
    void archivesSayHowRowsAreHeldBackAndEarlierOnesMeanTheLast() {
        assertEquals(SplitRule.LAST, new Snapshot(new Archive.Builder("{}").build(), "n.fasc").splitRule());
        for (SplitRule rule : SplitRule.values()) {
            Archive archive = new Archive.Builder("{}").extra("split", rule.name().toLowerCase(Locale.ROOT)).build();
            assertEquals(rule, new Snapshot(archive, "n.fasc").splitRule());
        }
        Archive unknown = new Archive.Builder("{}").extra("split", "odd").build();
        assertEquals("there is no rule 'odd' to split data",
                assertThrows(InputException.class, () -> new Snapshot(unknown, "n.fasc").splitRule()).problem());
    }

    @Test
    void theMeaningOfColumnsComesBack() {
        Meaning meaning = Meaning.of(true, List.of(Column.number("id", Column.Role.ID),
                Column.number("t", Column.Role.FEATURE).origin(1.7e9 + 0.125).fill("1.70000000012E9"),
                Column.category("port", Column.Role.FEATURE, Column.Form.ONE_HOT, List.of("C", "S")).fill("S"),
                Column.category("fate", Column.Role.TARGET, Column.Form.INDEX, List.of("lost", "saved"))));
        Signature signature = new Signature(Map.of("input", Shape.of(3)), List.of(), false).meaning(meaning);
        Map<String, Scaling> scaling = Scaling.none(signature.inputs());
        Archive archive =
                Snapshot.weights(new Archive.Builder("{}"), signature, scaling, store, clock, SplitRule.PRESENT).build();
        Path file = folder.resolve("n.fasc");
        archive.write(file);
        assertEquals(meaning, new PortsRecord(Archive.read(file), "n.fasc").read().meaning().orElseThrow());
    }

    @Test
    void whatOutputsMeanComesBack() {
        List<Signature.Target> targets = new ArrayList<>();
        for (Domain.Outputs meaning : Domain.Outputs.values()) {
            targets.add(new Signature.Target(meaning.name(), Shape.scalar(), Type.REAL, 0, List.of()).outputs(meaning));
        }
        targets.add(new Signature.Target("unknown", Shape.scalar(), Type.REAL, 0, List.of()));
        Signature signature = new Signature(Map.of("input", Shape.of(3)), targets, false);
        Archive archive = Snapshot.weights(new Archive.Builder("{}"), signature, Scaling.none(signature.inputs()), store, clock,
                SplitRule.PRESENT).build();
        for (Signature.Target target : new PortsRecord(archive, "n.fasc").read().targets()) {
            assertEquals(target.name(), target.outputs().map(Domain.Outputs::name).orElse("unknown"));
        }
    }

    @Test
    void severalInputsAndOutputsKeepTheirNamesAndOrder() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("wide", Shape.of(2));
        inputs.put("deep", Shape.of(1));
        List<Signature.Target> targets = List.of(new Signature.Target("sum", Shape.of(2), Type.REAL, 0, List.of()),
                new Signature.Target("class", Shape.scalar(), Type.INT32, 2, List.of()));
        Map<String, Scaling> scaling = Map.of("wide", new Scaling(new double[] {1, 2}, new double[] {3, 4}),
                "deep", new Scaling(new double[] {5}, new double[] {6}));
        Archive archive =
                Snapshot.weights(new Archive.Builder("{}"), new Signature(inputs, targets, false), scaling, store, clock,
                        SplitRule.PRESENT).build();
        Snapshot snapshot = new Snapshot(archive, "n.fasc");
        assertEquals(List.of("wide", "deep"), List.copyOf(new PortsRecord(archive, "n.fasc").read().inputs().keySet()));
        assertEquals("sum [2] real 0 []", described(new PortsRecord(archive, "n.fasc").read().targets().get(0)));
        assertEquals("class [] int32 2 []", described(new PortsRecord(archive, "n.fasc").read().targets().get(1)));
        assertArrayEquals(new double[] {3, 4}, snapshot.scaling(inputs).get("wide").factor());
        assertArrayEquals(new double[] {5}, snapshot.scaling(inputs).get("deep").shift());
        assertEquals(0, snapshot.trainingRows());
        assertEquals(Map.of(), snapshot.classWeights());
    }

    @Test
    void whatIsMissingOrSenselessIsNamed() {
        refused("the manifest has no 'inputs' of the right type", new Archive.Builder("{}"));
        refused("the manifest has no 'features' of the right type", described((List<?>) null));
        refused("'features' is no shape of a row: [2, -1]", described(List.of(2L, -1L)));
        refused("'features' is no shape of a row: [2, x]", described(Arrays.asList(2L, "x")));
        refused("'features' is no shape of a row: [4294967296]", described(List.of(1L << 32)));
        refused("'features' is no shape of a row: [65536, 65536]", described(List.of(1L << 16, 1L << 16)));
        refused("'features' is no shape of a row: [2147483647, 2147483647, 2147483647]",
                described(List.of((1L << 31) - 1, (1L << 31) - 1, (1L << 31) - 1)));
        refused("'classes' is no number of classes: -1", described(output("classes", -1L)));
        refused("'classes' is no number of classes: 4294967296", described(output("classes", 1L << 32)));
        refused("the manifest has no 'target_type' of the right type", described(output("target_type", 7L)));
        refused("'float' is no type of a target", described(output("target_type", "float")));
        refused("there are 3 classes and 1 names for them", described(output("class_names", List.of("a"))));
        refused("'class_names' has 1, which is no name", described(output("class_names", List.of(1L))));
        refused("'inputs' is no list of objects", new Archive.Builder("{}").extra("inputs", List.of(1L)));
        refused("the manifest has no 'name' of the right type", new Archive.Builder("{}").extra("inputs", List.of(Map.of())));
        Snapshot weighted = new Snapshot(new Archive.Builder("{}").extra("class_weights", Map.of("-1", 2.0)).build(), "n.fasc");
        assertEquals("'class_weights' has no weight for the class '-1', but 2.0",
                assertThrows(InputException.class, weighted::classWeights).problem());
        Map<String, Shape> two = Map.of("input", Shape.of(2));
        Snapshot unscaled = new Snapshot(described(List.of(2L)).build(), "n.fasc");
        assertEquals("there is no tensor 'data/shift' of 2 real numbers",
                assertThrows(InputException.class, () -> unscaled.scaling(two)).problem());
        Snapshot whole =
                new Snapshot(described(List.of(2L)).weight("data/shift", Tensor.of(Shape.of(2), new int[2])).build(), "n");
        assertEquals("there is no tensor 'data/shift' of 2 real numbers",
                assertThrows(InputException.class, () -> whole.scaling(two)).problem());
        store.add(new TensorSpec(Variable.of("dense/bias", Type.REAL, Shape.of(2)), 0, true));
        Snapshot integers =
                new Snapshot(described(List.of(2L)).weight("dense/bias", Tensor.of(Shape.of(2), new int[2])).build(), "n");
        assertEquals("the tensor 'dense/bias' is of the type I32, which is not real",
                assertThrows(InputException.class, () -> integers.restoration().weights(store)).problem());
        Snapshot wrong =
                new Snapshot(described(List.of(2L)).weight("data/shift", Tensor.of(Shape.of(3), new double[3])).build(), "n");
        assertThrows(InputException.class, () -> wrong.scaling(two));
    }

    private static String described(Signature.Target target) {
        return target.name() + " " + target.shape() + " " + target.type() + " " + target.classes() + " " + target.classNames();
    }

    private static Archive.Builder described(List<?> features) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("name", "input");
        input.put("features", features);
        return new Archive.Builder("{}").extra("inputs", List.of(input)).extra("outputs", List.of(output("classes", 3L)))
                .extra("reconstructing", false);
    }

    private static Archive.Builder described(Map<String, Object> output) {
        return described(List.of(2L)).extra("outputs", List.of(output));
    }

    private static Map<String, Object> output(String key, Object value) {
        Map<String, Object> output = new LinkedHashMap<>(Map.of("name", "output", "target_type", "int32", "target", List.of(),
                "classes", 3L, "class_names", List.of()));
        output.put(key, value);
        return output;
    }

    private static void refused(String problem, Archive.Builder builder) {
        PortsRecord ports = new PortsRecord(builder.build(), "n.fasc");
        assertEquals(problem, assertThrows(InputException.class, ports::read).problem());
    }
}
