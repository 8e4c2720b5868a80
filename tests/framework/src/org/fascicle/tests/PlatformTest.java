package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Rows;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.provider.Arguments;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** A test that uses the platform's services as an application does. */
@ExtendWith(ServiceExtension.class)
public abstract class PlatformTest {
    /** The name that messages give to a model that is no file. */
    protected static final String SOURCE = "test.json";
    /** How long a service may take to appear, in milliseconds. */
    private static final long PATIENCE = 120_000;
    private static final Set<String> DEVICES = Set.of("opencl", "cuda");

    @InjectService(timeout = PATIENCE)
    protected Fascicle fascicle;
    @InjectService(timeout = PATIENCE)
    protected Measurement measurement;
    @InjectService(timeout = PATIENCE)
    protected Techniques techniques;

    /** The context of the bundle of these tests. */
    protected static BundleContext context() {
        return FrameworkUtil.getBundle(PlatformTest.class).getBundleContext();
    }

    /** How many backends a bundle offers. Its capability says so once, however many components it has that are one. */
    private static long announced(Bundle bundle) {
        boolean any = bundle.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service").stream()
                .anyMatch(offer -> ((List<?>) offer.getAttributes().get("objectClass")).contains(Backend.class.getName()));
        if (!any) {
            return 0;
        }
        Enumeration<URL> components = bundle.findEntries("OSGI-INF", "*.xml", false);
        long count = 0;
        while (components != null && components.hasMoreElements()) {
            try (InputStream in = components.nextElement().openStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                count += text.contains("interface=\"" + Backend.class.getName() + "\"") ? 1 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Math.max(1, count);
    }

    /**
     * The names of the backends that all tests of backends run on, the reference among them. To compile for a driver takes seconds for each
     * network: what {@link #allBackends} has beside these is for tests of whole networks.
     */
    protected static List<String> backends() throws InterruptedException, InvalidSyntaxException {
        List<String> names = new ArrayList<>(allBackends());
        names.removeIf(DEVICES::contains);
        return names;
    }

    /**
     * The names of all backends that have something to compute on, the reference among them. Waits until every bundle that announces one
     * offers it.
     */
    protected static List<String> allBackends() throws InterruptedException, InvalidSyntaxException {
        long announced = 0;
        for (Bundle bundle : context().getBundles()) {
            announced += announced(bundle);
        }
        List<Backend> found = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        while (found.size() < announced && System.nanoTime() < end) {
            Thread.sleep(20);
            found.clear();
            for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
                found.add(context().getService(reference));
            }
        }
        // Where it has no device, a backend says so and computes nothing.
        List<String> names = found.stream().filter(backend -> backend.capabilities().missing().isEmpty()).map(Backend::name)
                .sorted().collect(Collectors.toList());
        assertTrue(names.size() > 1 && found.size() == announced && names.contains("reference"),
                "the reference and another backend are needed, and " + announced + " are announced: " + names);
        return names;
    }

    /** Each backend with each optimizer, by their names. */
    protected static Stream<Arguments> backendsAndOptimizers() throws Exception {
        Techniques techniques = context().getService(context().getServiceReference(Techniques.class));
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            techniques.all().stream().filter(type -> type.kind() == Kind.OPTIMIZER)
                    .map(TechniqueType::qualifiedName).distinct()
                    .forEach(optimizer -> all.add(Arguments.of(backend, optimizer)));
        }
        return all.stream();
    }

    /** The settings for the oracle: the reference in float64. */
    protected static Settings oracle() {
        return Settings.defaults().backend("reference").precision(Precision.FLOAT64);
    }

    /** The settings for a backend's float32. */
    protected static Settings on(String backend) {
        return Settings.defaults().backend(backend);
    }

    /** A model with first parameters, from the text of its definition. */
    protected Model create(String text, Settings settings) {
        return fascicle.create(Definition.text(text, SOURCE), settings);
    }

    /** Makes a model and its training, and starts nothing: whatever is wrong with a definition is said. */
    protected void attempt(String text, Settings settings) {
        try (Model model = create(text, settings)) {
            fascicle.train(model).summary();
        }
    }

    /** A training of a model that has gone to its end. The model closes it. */
    protected Training train(Model model, TrainingListener... listeners) {
        return end(fascicle.train(model), listeners);
    }

    /** A training of a model that was stopped after a step, counted over all epochs from 1. */
    protected Training trainTo(Model model, long step) {
        return train(model, Listen.stopAt(step));
    }

    /** A training that goes on where its archive stands, and has gone to its end. Its model has to be closed. */
    protected Training resume(Path archive, Settings settings, TrainingListener... listeners) {
        TrainingPlan plan = fascicle.resume(archive, settings);
        try {
            return end(plan, listeners);
        } catch (RuntimeException | Error e) {
            plan.model().close();
            throw e;
        }
    }

    private static Training end(TrainingPlan plan, TrainingListener... listeners) {
        List.of(listeners).forEach(plan::listener);
        Training training = plan.start();
        training.join();
        return training;
    }

    /** The rows that a model's own data hold back for the test. */
    protected Rows testRows(Model model) {
        return fascicle.data(model).testRows().orElseThrow();
    }

    /** The rows that a model's own data have to train on. */
    protected Rows trainingRows(Model model) {
        return fascicle.data(model).trainingRows();
    }

    /** The rows that a model's own data hold back to watch training. */
    protected Rows validationRows(Model model) {
        return (Rows) fascicle.data(model).validation().orElseThrow();
    }

    /** The raw features of some rows. */
    protected static float[] features(Rows rows, int from, int count) {
        int width = Math.toIntExact(rows.shape().size());
        float[] features = new float[count * width];
        for (int i = 0; i < count; i++) {
            rows.features(from + i, features, i * width);
        }
        return features;
    }

    /** The output for some rows. */
    protected static float[] predict(Model model, Rows rows, int from, int count) {
        return model.predict(features(rows, from, count), count);
    }

    /** Mean and spread of the output for some rows. */
    protected static Sampled sample(Model model, Rows rows, int from, int count, int samples, long seed) {
        return model.sample(features(rows, from, count), count, samples, seed);
    }

    /** Metrics over rows that are single numbers, by name. */
    protected static Map<String, Double> evaluate(Model model, Rows rows) {
        return model.evaluate(rows).metrics();
    }

    /** What a model keeps: parameters and statistics, by path. */
    protected static Map<String, double[]> weights(Model model) {
        Map<String, double[]> tensors = new TreeMap<>();
        model.tensors().keySet().forEach(path -> tensors.put(path, model.tensor(path)));
        return tensors;
    }

    /** All that a training keeps, slots and the counts of metrics too, by path; those left out whose path begins with a prefix. */
    protected static Map<String, double[]> tensors(Training training, String... without) {
        Path archive = null;
        try {
            archive = Files.createTempFile("tensors", ".fasc");
            training.save(archive);
            Map<String, double[]> tensors = Archived.tensors(archive);
            tensors.keySet().removeIf(path -> List.of(without).stream().anyMatch(path::startsWith));
            return tensors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (archive != null) {
                archive.toFile().delete();
            }
        }
    }

    /**
     * That something is refused with a message for users: it names the source, holds each of some phrases, and no stack
     * trace.
     *
     * @return the refusal
     */
    protected static InputException assertRefused(String file, Executable action, String... phrases) {
        InputException refusal = assertThrows(InputException.class, action);
        String message = refusal.getMessage();
        assertTrue(file == null || message.startsWith(file), () -> "'" + file + "' is not named first: " + message);
        for (String phrase : phrases) {
            assertTrue(message.contains(phrase), () -> "'" + phrase + "' is not in: " + message);
        }
        assertTrue(!message.contains("\tat ") && !message.contains("Exception"), () -> "not worded for a user: " + message);
        return refusal;
    }
}
