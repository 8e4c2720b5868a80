package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Networks;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.provider.Arguments;
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
    private static final long PATIENCE = 30_000;

    @InjectService(timeout = PATIENCE)
    protected Networks networks;
    @InjectService(timeout = PATIENCE)
    protected Techniques techniques;

    /** The context of the bundle of these tests. */
    protected static BundleContext context() {
        return FrameworkUtil.getBundle(PlatformTest.class).getBundleContext();
    }

    /** The names of all backends, the reference among them; waits until every bundle that announces one offers it. */
    protected static List<String> backends() throws InterruptedException, InvalidSyntaxException {
        long announced = Stream.of(context().getBundles())
                .flatMap(bundle -> bundle.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service").stream())
                .filter(offer -> ((List<?>) offer.getAttributes().get("objectClass")).contains(Backend.class.getName()))
                .count();
        List<String> names = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        while (names.size() < announced && System.nanoTime() < end) {
            Thread.sleep(20);
            names.clear();
            for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
                names.add(context().getService(reference).name());
            }
        }
        Collections.sort(names);
        assertTrue(names.size() > 1 && names.size() == announced && names.contains("reference"),
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

    /** A network from a model's text. */
    protected Network read(String model, Settings settings) {
        return networks.read(model, SOURCE, settings);
    }

    /** All tensors of a network whose path does not begin with one of some prefixes. */
    protected static Map<String, double[]> tensors(Network network, String... without) {
        Map<String, double[]> tensors = new TreeMap<>();
        for (String path : network.tensors().keySet()) {
            if (List.of(without).stream().noneMatch(path::startsWith)) {
                tensors.put(path, network.tensor(path));
            }
        }
        return tensors;
    }

    /** What the network itself keeps: parameters and statistics, without slots and the metrics' counts. */
    protected static Map<String, double[]> weights(Network network) {
        return tensors(network, "optimizer/", "training/", "evaluation/");
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
