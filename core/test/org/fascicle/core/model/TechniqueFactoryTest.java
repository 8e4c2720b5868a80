package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;

class TechniqueFactoryTest {
    private final TechniqueFactory factory = new TechniqueFactory(Samples.techniques());

    @Test
    void makesWhatATechniqueIsMadeOf() {
        Samples.Dense dense = (Samples.Dense) factory.create(spec(Kind.LAYER, "dense", "/a",
                "units", 3, "way", "square_root", "activation", spec(Kind.ACTIVATION, "elu", "/a/activation", "alpha", 2.0),
                "kernel_regularizer", spec(Kind.REGULARIZER, "l2", "/a/r"), "use_bias", false));
        assertEquals(3, dense.units());
        assertEquals(Samples.Dense.Way.SQUARE_ROOT, dense.way());
        assertEquals(2.0, ((Samples.Elu) dense.activation()).alpha());
        assertEquals(Samples.Glorot.class, dense.kernelInitializer().getClass());
        assertEquals(0.01, ((Samples.L2) dense.kernelRegularizer()).l2());
        assertEquals(false, dense.useBias());
    }

    @Test
    void defaultsThatAreTechniquesAreMadeAndAbsentOnesStayAway() {
        Samples.Dense dense = (Samples.Dense) factory.create(spec(Kind.LAYER, "dense", "/a", "units", 3));
        assertEquals(Samples.Linear.class, dense.activation().getClass());
        assertNull(dense.kernelRegularizer());
        assertTrue(dense.useBias());
        assertNull(((Samples.Dense) factory.create(
                spec(Kind.LAYER, "dense", "/a", "units", 3, "kernel_regularizer", null))).kernelRegularizer());
    }

    @Test
    void numbersTakeTheTypeThatTheTechniqueDeclares() {
        Samples.Elu elu = (Samples.Elu) factory.create(spec(Kind.ACTIVATION, "elu", "/a", "alpha", 2));
        assertEquals(2.0, elu.alpha());
        Samples.Convolution convolution = (Samples.Convolution) factory.create(
                spec(Kind.LAYER, "convolution", "/a", "kernel_size", List.of(3, 3), "scales", List.of(1, 0.5)));
        assertEquals(List.of(3, 3), convolution.kernelSize());
        assertEquals(List.of(1.0, 0.5), convolution.scales());
    }

    /** As an archive has them: whole numbers of one width, a number where a schedule may stand, names of techniques. */
    @Test
    void recordedValuesStandForOptionsThatAreLeftOut() {
        Map<String, Map<String, Object>> recorded = Map.of(
                "dense", Map.of("way", "square_root", "activation", "elu", "kernel_regularizer", "l2"),
                "elu", Map.of("alpha", 3L), "l2", Map.of("l2", 0.5),
                "nesterov", Map.of("learning_rate", 0.25), "convolution", Map.of("scales", List.of(2L, 0.5)));
        TechniqueFactory bound = new TechniqueFactory(Samples.techniques(),
                type -> recorded.getOrDefault(type.name(), Map.of()));
        TechniqueSpec spec = spec(Kind.LAYER, "dense", "/a", "units", 3);
        Samples.Dense dense = (Samples.Dense) bound.create(spec);
        assertEquals(Samples.Dense.Way.SQUARE_ROOT, dense.way());
        assertEquals(3.0, ((Samples.Elu) dense.activation()).alpha());
        assertEquals(0.5, ((Samples.L2) dense.kernelRegularizer()).l2());
        assertEquals(List.of("dense", "elu", "l2"), bound.parts(spec).stream().map(TechniqueSpec::name)
                .filter(name -> !name.equals("glorot_uniform")).sorted().collect(Collectors.toList()));
        assertEquals(0.25, ((Samples.Nesterov) bound.create(spec(Kind.OPTIMIZER, "nesterov", "/o"))).learningRate().number());
        assertEquals(2.0, ((Samples.Elu) bound.create(spec(Kind.ACTIVATION, "elu", "/a", "alpha", 2.0))).alpha(),
                "what is given counts");
        assertEquals(List.of(2.0, 0.5), ((Samples.Convolution) bound.create(
                spec(Kind.LAYER, "convolution", "/a", "kernel_size", List.of(3L, 3L)))).scales());
    }

    @Test
    void schedulesAreKnownByTheirPlace() {
        TechniqueSpec rate = spec(Kind.SCHEDULE, "exponential", "/o/rate/exponential", "initial", 0.5);
        Samples.Nesterov nesterov = (Samples.Nesterov) factory.create(
                spec(Kind.OPTIMIZER, "nesterov", "/o", "learning_rate", rate, "momentum", 0.75));
        assertTrue(nesterov.learningRate().isScheduled());
        assertEquals("/o/rate/exponential", nesterov.learningRate().key());
        assertEquals(0.75, nesterov.momentum().number());
        Samples.Exponential schedule = (Samples.Exponential) factory.createSchedule(rate);
        assertEquals(0.5, schedule.initial());
        assertEquals(Moment.Unit.STEP, schedule.unit());
    }

    @Test
    void findsSchedulesHoweverDeep() {
        TechniqueSpec inner = spec(Kind.SCHEDULE, "exponential", "/o/rate/warmup/then/exponential", "initial", 0.5);
        TechniqueSpec outer = spec(Kind.SCHEDULE, "warmup", "/o/rate/warmup", "then", inner);
        TechniqueSpec optimizer = spec(Kind.OPTIMIZER, "nesterov", "/o", "learning_rate", outer);
        assertEquals(Map.of(outer.pointer(), outer, inner.pointer(), inner), TechniqueFactory.schedules(optimizer));
        assertEquals(0.5, factory.createSchedule(outer).at(null));
        assertEquals(List.of("/o/rate/warmup"), List.copyOf(factory.scheduleRanges(optimizer).keySet()));
        assertEquals("(0,inf)", factory.scheduleRanges(optimizer).get("/o/rate/warmup").toString());
    }

    @Test
    void aTextThatIsRecordedStandsForAListOfIt() {
        TechniqueFactory bound = new TechniqueFactory(Samples.techniques(), type -> Map.of("label", "0"));
        assertEquals(List.of("0"), ((Samples.Table) bound.create(spec(Kind.DATA, "table", "/data"))).label());
        assertEquals(List.of("-1"), ((Samples.Table) factory.create(spec(Kind.DATA, "table", "/data"))).label());
        assertEquals(List.of("y"), ((Samples.Table) bound.create(
                spec(Kind.DATA, "table", "/data", "label", List.of("y")))).label());
    }

    @Test
    void namesAllPartsDefaultsIncluded() {
        assertEquals(List.of("dense", "elu", "glorot_uniform"), factory.parts(spec(Kind.LAYER, "dense", "/a", "units", 3,
                "activation", spec(Kind.ACTIVATION, "elu", "/a/activation"))).stream()
                .map(TechniqueSpec::name).collect(Collectors.toList()));
    }

    @Test
    void whatATechniqueRefusesStandsAtItsPlace() {
        assertProblem("m.json: at /a/units: must be a whole number in [1,inf), not 0",
                spec(Kind.LAYER, "dense", "/a", "units", 0));
        assertProblem("m.json: at /a/units: must be given: a whole number in [1,inf)", spec(Kind.LAYER, "dense", "/a"));
        assertProblem("m.json: at /a/unit: unknown option of dense. Did you mean 'units'?",
                spec(Kind.LAYER, "dense", "/a", "units", 1, "unit", 1));
        assertProblem("m.json: at /a/activation/elu: alpha must be > 0", spec(Kind.LAYER, "dense", "/a", "units", 1,
                "activation", spec(Kind.ACTIVATION, "elu", "/a/activation/elu", "alpha", -1.0)));
        assertProblem("m.json: at /a: there is no layer 'dens'. Did you mean 'dense'?"
                + " Is its bundle installed and started?", spec(Kind.LAYER, "dens", "/a"));
    }

    @Test
    void whatATechniqueThrowsIsKeptAsTextAlone() {
        for (double alpha : new double[] {666, 667}) {
            InputException e = assertProblem("m.json: at /a: activation elu 1.2.0 cannot be used: elu failed: "
                    + (alpha == 666 ? "java.lang.IllegalStateException: boom" : "java.lang.NoClassDefFoundError: gone"),
                    spec(Kind.ACTIVATION, "elu", "/a", "alpha", alpha));
            assertNull(e.getCause());
            assertEquals(0, e.getSuppressed().length);
        }
        assertProblem("m.json: at /a: activation broken 1.0.0 cannot be used: the class Broken of bundle fascicle.broken"
                + " cannot"
                + " be loaded: gone", spec(Kind.ACTIVATION, "broken", "/a"));
    }

    @Test
    void equalityIsOfContentAndNotOfPlace() {
        TechniqueSpec one = spec(Kind.ACTIVATION, "elu", "/a", "alpha", 1.0);
        assertEquals(one, new TechniqueSpec(Kind.ACTIVATION, "elu", null, Map.of("alpha", 1.0), "/b", "other"));
        assertEquals(one.hashCode(), spec(Kind.ACTIVATION, "elu", "/b", "alpha", 1.0).hashCode());
        for (TechniqueSpec other : List.of(spec(Kind.ACTIVATION, "elu", "/a", "alpha", 2.0),
                spec(Kind.ACTIVATION, "elu", "/a"),
                spec(Kind.LAYER, "elu", "/a", "alpha", 1.0), spec(Kind.ACTIVATION, "selu", "/a", "alpha", 1.0),
                new TechniqueSpec(Kind.ACTIVATION, "elu", "[1,2)", Map.of("alpha", 1.0), "/a", "m.json"))) {
            assertTrue(!one.equals(other), other.toString());
        }
    }

    private InputException assertProblem(String message, TechniqueSpec spec) {
        InputException e = assertThrows(InputException.class, () -> factory.create(spec));
        assertEquals(message, e.getMessage());
        return e;
    }

    private static TechniqueSpec spec(Kind kind, String name, String pointer, Object... options) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (List<Object> pair = Arrays.asList(options); !pair.isEmpty(); pair = pair.subList(2, pair.size())) {
            values.put((String) pair.get(0), pair.get(1));
        }
        return new TechniqueSpec(kind, name, null, values, pointer, "m.json");
    }
}
