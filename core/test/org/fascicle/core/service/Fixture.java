package org.fascicle.core.service;

import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.training.Toys;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What the service needs, without a framework. */
final class Fixture {
    static final String DATA = "'validation': 5, 'test': 4, 'scale': 'standard'";
    static final String LAYERS =
            "{'linear': {'units': 4}}, {'noise': {}}, {'running': {}}, {'linear': {'units': 3}}, {'soft': {}}";
    static final String REST = "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': "
            + "{'heavy_ball': {'learning_rate': {'falling': {}}}}, 'training': {'epochs': 3, 'batch_size': 4, 'seed': 3}";

    private Fixture() {}

    /** A definition with data of {@link Toys}. */
    static Definition definition(String layers, String rest) {
        return Definition.text(Toys.json(DATA, layers, rest), "model.json");
    }

    /** Rows of three features. */
    static float[] features(int rows) {
        float[] features = new float[rows * 3];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) Math.sin(i);
        }
        return features;
    }

    /** The loss over the validation rows of a model's own data. */
    static double loss(Fascicle fascicle, Model model) {
        return model.evaluate(fascicle.data(model).validation().orElseThrow()).metrics().get("loss");
    }

    /** A listener that acts after each step. */
    static TrainingListener each(Consumer<Progress> action) {
        return new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                action.accept(progress);
            }
        };
    }

    /** A listener that asks to stop after a step. */
    static TrainingListener stopAt(long step) {
        return each(progress -> {
            if (progress.step() == step) {
                progress.stop();
            }
        });
    }

    /** A service with one backend. */
    static FascicleComponent fascicle(Backend backend) {
        return fascicle(backend, Toys.techniques());
    }

    static FascicleComponent fascicle(Backend backend, InstalledTechniques techniques) {
        return fascicle(backend, techniques, Long.MAX_VALUE);
    }

    /**
     * A service.
     *
     * @param patience how long trainings wait for a backend before they take another one, in nanoseconds
     */
    static FascicleComponent fascicle(Backend backend, InstalledTechniques techniques, long patience) {
        Backends backends = new Backends(reference -> backend, patience);
        backends.add(reference(0));
        return new FascicleComponent(context(), techniques, backends);
    }

    /** A service whose trainings wait so long for techniques that have left, in nanoseconds. */
    static FascicleComponent patient(Backend backend, InstalledTechniques techniques, long patience) {
        Backends backends = new Backends(reference -> backend, Long.MAX_VALUE);
        backends.add(reference(0));
        return new FascicleComponent(context(), techniques, backends, patience);
    }

    /** The text of a definition without data; double quotes are written as single ones. */
    static Definition undescribed(String inputs, String network, String rest) {
        String json = "{'fascicle': 1, 'inputs': {" + inputs + "}, 'network': [" + network + "], " + rest + "}";
        return Definition.text(json.replace('\'', '"'), "model.json");
    }

    /** The techniques of {@link Toys}, but those of some kinds. */
    static InstalledTechniques techniquesWithout(Kind... kinds) {
        Techniques all = Toys.techniques();
        return new FixedTechniques(
                all.all().stream().filter(type -> !Set.of(kinds).contains(type.kind())).toArray(TechniqueType[]::new));
    }

    /** A context without bundles. */
    static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(Fixture.class.getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getBundles")) {
                        return new Bundle[0];
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    /** A reference to a backend's service; those of a higher rank are better, those of the same rank are equal. */
    static ServiceReference<Backend> reference(int rank) {
        return reference(() -> rank);
    }

    /** A reference to a backend's service, whose rank may change. */
    static ServiceReference<Backend> reference(IntSupplier rank) {
        return reference(rank, null);
    }

    /** A reference to a backend's service of a bundle. */
    @SuppressWarnings("unchecked")
    static ServiceReference<Backend> reference(IntSupplier rank, Bundle bundle) {
        return (ServiceReference<Backend>) Proxy.newProxyInstance(Fixture.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "compareTo" -> Integer.compare(rank.getAsInt(), Integer.parseInt(arguments[0].toString()));
                    case "toString" -> String.valueOf(rank.getAsInt());
                    case "hashCode" -> 0;
                    case "getBundle" -> bundle;
                    case "equals" -> proxy.toString().equals(String.valueOf(arguments[0]));
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    /** The reference backend under another name, which cannot compile some graphs and remembers its buffers. */
    static class TestBackend implements Backend {
        private final ReferenceBackend reference = new ReferenceBackend();
        private final Queue<Buffer> buffers = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> compiledRows = new ConcurrentLinkedQueue<>();
        private final Queue<OptionalInt> compiledThreads = new ConcurrentLinkedQueue<>();
        private final String name;
        private final Set<Precision> precisions;
        private Predicate<Graph> unable = graph -> false;

        TestBackend(String name, Precision... precisions) {
            this.name = name;
            this.precisions = precisions.length == 0 ? EnumSet.allOf(Precision.class) : Set.of(precisions);
        }

        /** Refuses such graphs from now on. */
        void refuse(Predicate<Graph> graphs) {
            unable = graphs;
        }

        /** How many real and whole numbers the buffers hold that have not been given back. */
        long elements() {
            return buffers.stream().filter(TestBackend::isOpen).mapToLong(Buffer::size).sum();
        }

        /** The rows that each program was compiled for, in order. */
        List<Integer> compiledRows() {
            return List.copyOf(compiledRows);
        }

        /** How many threads may run each program, in order. */
        List<OptionalInt> compiledThreads() {
            return List.copyOf(compiledThreads);
        }

        /** Refuses all from now on, but reads. */
        void stop() {
            reference.stop();
        }

        /** How many buffers have not been given back. */
        long open() {
            return buffers.stream().filter(TestBackend::isOpen).count();
        }

        private static boolean isOpen(Buffer buffer) {
            try {
                if (buffer.type() == Type.REAL) {
                    buffer.read(0, new double[0], 0, 0);
                } else {
                    buffer.read(0, new int[0], 0, 0);
                }
                return true;
            } catch (BackendException e) {
                return false;
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Capabilities capabilities() {
            Capabilities capabilities = Capabilities.of("tests", 1, precisions);
            for (Map.Entry<String, String> line : reference.capabilities().record().entrySet()) {
                capabilities = capabilities.with(line.getKey(), line.getValue());
            }
            return capabilities;
        }

        @Override
        public Buffer allocate(Type type, Precision precision, long elements) {
            Buffer buffer = reference.allocate(type, precision, elements);
            buffers.add(buffer);
            return buffer;
        }

        @Override
        public Executable compile(Graph graph, CompileSettings settings) {
            if (unable.test(graph)) {
                throw new BackendException("cannot compile this graph");
            }
            compiledRows.add(settings.maxRows());
            compiledThreads.add(settings.threads());
            return reference.compile(graph, settings);
        }
    }
}
