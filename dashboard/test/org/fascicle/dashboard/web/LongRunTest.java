package org.fascicle.dashboard.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.fascicle.api.Fascicle;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.watch.Health;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.dashboard.doctor.Examinations;
import org.fascicle.dashboard.examine.Predicting;
import org.fascicle.dashboard.examine.Profiling;
import org.fascicle.dashboard.install.Uploads;
import org.fascicle.dashboard.model.ModelFiles;
import org.fascicle.dashboard.model.PageTrainings;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a million steps: what the page asks for each second stays small. */
class LongRunTest {
    private static final int STEPS = 1_000_000;
    private static final int PER_EPOCH = 100;
    private static final int PLACES = 20;

    @TempDir
    Path folder;
    private long now;
    private TrainingListener listener;

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (!answers.containsKey(method.getName())) {
                throw new AssertionError("nobody asked for " + method);
            }
            return answers.get(method.getName());
        }));
    }

    private TrainingPlan plan() {
        Model model = fake(Model.class, Map.of("inputs", List.of(), "outputs", List.of(), "json", "{}", "tensors",
                new TreeMap<String, Shape>()));
        Training training = fake(Training.class, Map.of("result", new CompletableFuture<>(), "step", (long) STEPS));
        return TrainingPlan.class.cast(Proxy.newProxyInstance(TrainingPlan.class.getClassLoader(),
                new Class<?>[] {TrainingPlan.class}, (self, method, arguments) -> switch (method.getName()) {
                    case "model" -> model;
                    case "summary" -> Summary.of(List.of());
                    case "start" -> training;
                    case "listener" -> {
                        listener = (TrainingListener) arguments[0];
                        yield self;
                    }
                    default -> throw new AssertionError(method);
                }));
    }

    private static Progress progress(long step) {
        return fake(Progress.class,
                Map.of("epoch", (int) (step / PER_EPOCH), "epochs", STEPS / PER_EPOCH, "step", step, "samples",
                        32L, "seconds", 0.123456789, "metrics",
                        Map.of("loss", 1.23456789 / step, "accuracy", 0.987654321, "val_loss",
                                1.3456789 / step),
                        "learningRate", 0.00123456789));
    }

    private static Health health(long step) {
        List<Health.Measure> measures = new ArrayList<>();
        double[] counts = new double[100];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (step * 31 + i * 17) % 100_000;
        }
        for (int place = 0; place < PLACES; place++) {
            String path = "dense_" + place + "/kernel";
            measures.add(Health.Measure.of("weight_spread", path, "least", Shape.scalar(), -1.23456789));
            measures.add(Health.Measure.of("weight_spread", path, "greatest", Shape.scalar(), 1.3456789));
            measures.add(Health.Measure.of("weight_spread", path, "histogram", Shape.of(counts.length), counts));
        }
        return Health.of(step, measures);
    }

    @Test
    void answersStaySmall() {
        Runs runs = new Runs(() -> now);
        runs.start("long", plan());
        Fascicle fascicle = fake(Fascicle.class, Map.of());
        Techniques techniques = fake(Techniques.class, Map.of());
        Tools tools = new Tools(new ModelFiles(folder, fascicle), new PageTrainings(folder, fascicle, runs),
                new Examinations(folder, fascicle, () -> null), new Uploads(() -> null, techniques),
                fake(TechniqueCurves.class, Map.of()), new Profiling(fascicle, fake(Measurement.class, Map.of())),
                new Predicting(fascicle));
        Site site = new Site(new Gate("token", List.of()), runs, new Archives(folder, fascicle), techniques, tools);
        for (long step = 1; step <= STEPS; step++) {
            // So slow that each step is one to be noted.
            now += 1_000_000_000;
            if (step % PER_EPOCH == 0 || step % 7 == 0) {
                listener.stepped(progress(step));
            }
            if (step % PER_EPOCH == 0) {
                listener.epochEnded(progress(step));
                listener.watched(health(step));
            }
        }
        requireSize(site, "/api/run", Map.of("id", "run-1"), 300_000);
        requireSize(site, "/api/health", Map.of("id", "run-1", "measure", "weight_spread/least"), PLACES * 20_000);
        requireSize(site, "/api/spread", Map.of("id", "run-1", "measure", "weight_spread/histogram"), 6 * 80_000);
        requireSize(site, "/csv", Map.of("id", "run-1"), 120_000);
    }

    private static void requireSize(Site site, String path, Map<String, String> query, int most) {
        Answer answer =
                site.answer(new Question("GET", path, query, Map.of("host", "localhost:80"), Map.of("fascicle-80", "token"), 80,
                        true, any -> new byte[0]));
        assertEquals(200, answer.status(), path);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertTrue(text.length() > 1000, text);
        assertTrue(text.length() <= most, path + " answers " + text.length() + " bytes");
    }
}
