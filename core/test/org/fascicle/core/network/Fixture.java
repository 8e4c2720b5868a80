package org.fascicle.core.network;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.technique.Techniques;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.training.Toys;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What a networks service hangs on, without a framework. */
final class Fixture {
    private Fixture() {}

    /** A service with one backend. */
    static NetworksComponent networks(Backend backend) {
        return networks(backend, Toys.techniques());
    }

    static NetworksComponent networks(Backend backend, Techniques techniques) {
        NetworksComponent networks = new NetworksComponent(context(), techniques);
        networks.addBackend(reference(), backend);
        return networks;
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

    @SuppressWarnings("unchecked")
    private static ServiceReference<Backend> reference() {
        return (ServiceReference<Backend>) Proxy.newProxyInstance(Fixture.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("compareTo")) {
                        return 0;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    /** The reference backend under another name, which cannot compile some graphs and remembers its buffers. */
    static final class TestBackend implements Backend {
        private final ReferenceBackend reference = new ReferenceBackend();
        private final List<Buffer> buffers = new ArrayList<>();
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
            buffers.add(reference.allocate(type, precision, elements));
            return buffers.get(buffers.size() - 1);
        }

        @Override
        public Executable compile(Graph graph, CompileSettings settings) {
            if (unable.test(graph)) {
                throw new BackendException("cannot compile this graph");
            }
            return reference.compile(graph, settings);
        }
    }
}
