package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keras's schedules by the formulas of its documentation, and what becomes of them here. */
class SchedulesTest {
    private static final int STEPS_PER_EPOCH = 5;

    private final List<String> left = new ArrayList<>();
    private final ScheduleReader reader = new ScheduleReader(new TechniqueReader(Networks.techniques(), "file", left));

    static Stream<Arguments> kerass() {
        return Stream.of(
                keras("ExponentialDecay", "'initial_learning_rate': 0.1, 'decay_steps': 7, 'decay_rate': 0.8, 'staircase': false",
                        t -> 0.1 * Math.pow(0.8, t / 7)),
                keras("ExponentialDecay", "'initial_learning_rate': 0.1, 'decay_steps': 7, 'decay_rate': 0.8, 'staircase': true",
                        t -> 0.1 * Math.pow(0.8, Math.floor(t / 7))),
                keras("InverseTimeDecay", "'initial_learning_rate': 0.1, 'decay_steps': 4, 'decay_rate': 0.5, 'staircase': false",
                        t -> 0.1 / (1 + 0.5 * t / 4)),
                keras("InverseTimeDecay", "'initial_learning_rate': 0.1, 'decay_steps': 4, 'decay_rate': 0.5, 'staircase': true",
                        t -> 0.1 / (1 + 0.5 * Math.floor(t / 4))),
                keras("PolynomialDecay", "'initial_learning_rate': 0.1, 'decay_steps': 20, 'end_learning_rate': 0.01, "
                        + "'power': 2.0, 'cycle': false", t -> 0.09 * Math.pow(1 - Math.min(t, 20) / 20, 2) + 0.01),
                keras("PolynomialDecay", "'initial_learning_rate': 0.1, 'decay_steps': 20, 'end_learning_rate': 0.01, "
                        + "'power': 1.0, 'cycle': true", t -> {
                            double length = 20 * (t == 0 ? 1 : Math.ceil(t / 20));
                            return 0.09 * (1 - t / length) + 0.01;
                        }),
                keras("CosineDecay", "'initial_learning_rate': 0.1, 'decay_steps': 20, 'alpha': 0.2, 'warmup_target': null, "
                        + "'warmup_steps': 0", t -> cosine(0.1, Math.min(t, 20) / 20)),
                keras("CosineDecay", "'initial_learning_rate': 0.01, 'decay_steps': 20, 'alpha': 0.2, 'warmup_target': 0.1, "
                        + "'warmup_steps': 6", t -> t < 6 ? 0.09 * t / 6 + 0.01 : cosine(0.1, Math.min(t - 6, 20) / 20)),
                keras("CosineDecay", "'initial_learning_rate': 0.01, 'decay_steps': 20, 'alpha': 0.2, 'warmup_target': 0.1, "
                        + "'warmup_steps': 0", t -> cosine(0.1, Math.min(t, 20) / 20)),
                keras("CosineDecayRestarts", "'initial_learning_rate': 0.1, 'first_decay_steps': 5, 't_mul': 2.0, 'm_mul': 0.5, "
                        + "'alpha': 0.0", t -> {
                            double share = t / 5;
                            double restarts = Math.floor(Math.log(1 + share + 1e-12) / Math.log(2));
                            double within = (share - (Math.pow(2, restarts) - 1)) / Math.pow(2, restarts);
                            return 0.1 * 0.5 * Math.pow(0.5, restarts) * (1 + Math.cos(Math.PI * within));
                        }),
                keras("PiecewiseConstantDecay", "'boundaries': [3, 10], 'values': [0.1, 0.05, 0.01]",
                        t -> t <= 3 ? 0.1 : t <= 10 ? 0.05 : 0.01));
    }

    private static double cosine(double initial, double share) {
        return initial * (0.8 * 0.5 * (1 + Math.cos(Math.PI * share)) + 0.2);
    }

    private static Arguments keras(String type, String config, DoubleUnaryOperator rate) {
        return Arguments.of("{'module': 'keras.optimizers.schedules', 'class_name': '" + type + "', 'config': {" + config
                + ", 'name': '" + type + "'}, 'registered_name': null}", rate);
    }

    @ParameterizedTest
    @MethodSource("kerass")
    void kerassComeInAndGoOut(String json, DoubleUnaryOperator rate) throws IOException {
        Object read = reader.read(json(json), "rate");
        assertAlike(schedule(read), rate);
        JsonNode written = new ScheduleWriter(new TechniqueWriter(Networks.techniques(), 0), 0).write(read, "rate");
        assertEquals(json(json).path("class_name"), written.path("class_name"));
        assertAlike(schedule(reader.read(written, "rate")), rate);
    }

    static Stream<String> ours() {
        return Stream.of("{'exponential': {'initial': 0.1, 'factor': 0.5, 'every': 2}}",
                "{'ExponentialDecay': {'initial_learning_rate': 0.1, 'decay_rate': 0.5, 'decay_steps': 4}}",
                "{'exponential': {'initial_learning_rate': 0.1, 'decay_rate': 0.5, 'decay_steps': 4}}",
                "{'step': {'initial': 0.1, 'every': 1.5}}", "{'power': {'initial': 0.1, 'every': 2, 'rate': 0.3}}",
                "{'polynomial': {'initial': 0.1, 'over': 4, 'power': 2}}", "{'cosine': {'initial': 0.1, 'over': 4.5}}",
                "{'warmup': {'schedule': {'cosine': {'initial': 0.1, 'over': 4}}, 'over': 0.5}}",
                "{'cosine_restarts': {'initial': 0.1, 'first': 1}}",
                "{'piecewise_constant': {'boundaries': [0.5, 2], 'values': [3, 2, 1]}}");
    }

    /** Epochs become steps. */
    @ParameterizedTest
    @MethodSource("ours")
    void oursGoOutAndComeIn(String json) throws IOException {
        Object given = Config.value(json(json));
        JsonNode written = new ScheduleWriter(new TechniqueWriter(Networks.techniques(), STEPS_PER_EPOCH), STEPS_PER_EPOCH)
                .write(given, "rate");
        Schedule wanted = schedule(given);
        assertAlike(schedule(reader.read(written, "rate")), step -> wanted.at(new At((long) step)));
    }

    @Test
    void aNumberThatStaysIsANumber() throws IOException {
        ScheduleWriter writer = new ScheduleWriter(new TechniqueWriter(Networks.techniques(), 0), 0);
        assertEquals(0.25, writer.write(Config.value(json("{'constant': {'value': 0.25}}")), "rate").doubleValue());
    }

    @Test
    void whatHasNoEqualIsRefusedByName() throws IOException {
        assertRefused("{'one_cycle': {'peak': 0.1}}", 5, "the schedule 'one_cycle' has no equal in Keras");
        assertRefused("{'power': {'initial': 0.1, 'every': 2, 'power': 2}}", 5, "Keras has this schedule with the power 1 only");
        assertRefused("{'cosine': {'initial': 0.1}}", 5, "the schedule 'cosine' takes the length of the run");
        assertRefused("{'exponential': {'initial': 0.1, 'factor': 0.5, 'every': 2}}", 0,
                "the schedule 'exponential' counts epochs, and how many steps one has is known of a training alone");
        assertRefused("{'warmup': {'schedule': {'constant': {'value': 1}}, 'over': 0.5}}", 5,
                "Keras has a warm-up in front of a cosine only, and not of 'constant'");
        InputException e = assertThrows(InputException.class, () -> reader
                .read(json("{'module': 'keras.optimizers.schedules', 'class_name': 'MyDecay', 'config': {}}"), "rate"));
        assertEquals("the schedule MyDecay has no equal here", e.problem());
        e = assertThrows(InputException.class, () -> reader.read(
                json("{'module': 'keras.optimizers.schedules', 'class_name': 'CosineDecay', 'config': {'wave': 3}}"), "rate"));
        assertEquals("3 has no equal here: the schedule 'cosine' has no such option", e.problem());
        e = assertThrows(InputException.class, () -> reader.read(json(
                "{'module': 'keras.optimizers.schedules', 'class_name': 'CosineDecay', 'config': {'decay_steps': {'a': 1}}}"),
                "rate"));
        assertEquals("{\"a\":1} is no number of a schedule", e.problem());
        e = assertThrows(InputException.class,
                () -> reader.read(json("{'module': 'mine', 'class_name': 'CosineDecay', 'config': {}}"), "rate"));
        assertTrue(e.problem().contains("is none of Keras's own"), e.problem());
    }

    private void assertRefused(String json, long stepsPerEpoch, String problem) throws IOException {
        JsonNode node = json(json);
        InputException e = assertThrows(InputException.class,
                () -> new ScheduleWriter(new TechniqueWriter(Networks.techniques(), stepsPerEpoch), stepsPerEpoch)
                        .write(Config.value(node), "rate"));
        assertTrue(e.problem().startsWith(problem), e.problem());
    }

    private static void assertAlike(Schedule schedule, DoubleUnaryOperator rate) {
        for (int step = 0; step < 50; step++) {
            assertEquals(rate.applyAsDouble(step), schedule.at(new At(step)), 1e-12, "step " + step);
        }
    }

    private static JsonNode json(String text) throws IOException {
        return Config.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A schedule of a model file's words, made as the platform makes it. */
    private static Schedule schedule(Object value) {
        TechniqueWriter.Written written = new TechniqueWriter(Networks.techniques(), 0).written(value, Kind.SCHEDULE);
        TechniqueType type = Networks.techniques().find(Kind.SCHEDULE, written.name(), null);
        Map<String, Object> options = new HashMap<>();
        for (Option option : type.options()) {
            Object given = written.options().get(option.name());
            if (given != null) {
                options.put(option.name(), switch (option.type()) {
                    case NUMBER -> ((Number) given).doubleValue();
                    case NUMBERS -> ((List<?>) given).stream().map(number -> ((Number) number).doubleValue()).toList();
                    case TECHNIQUE -> schedule(given);
                    default -> given;
                });
            }
        }
        return (Schedule) type.create(options);
    }

    /** A step of a run of ten epochs. */
    private record At(long step) implements Moment {
        @Override
        public int epoch() {
            return (int) (step / STEPS_PER_EPOCH);
        }

        @Override
        public long stepsPerEpoch() {
            return STEPS_PER_EPOCH;
        }

        @Override
        public int epochs() {
            return 10;
        }

        @Override
        public List<Double> history(String metric) {
            return List.of();
        }
    }
}
