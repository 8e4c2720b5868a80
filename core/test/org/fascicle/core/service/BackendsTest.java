package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;

class BackendsTest {
    private final List<ServiceReference<Backend>> asked = new ArrayList<>();
    private final Backend backend = new ReferenceBackend();

    @Test
    void aBackendIsAskedForOnceAndWhenItIsNeeded() {
        Backends backends = new Backends(reference -> {
            asked.add(reference);
            return backend;
        }, 0);
        ServiceReference<Backend> reference = Fixture.reference(0);
        backends.add(reference);
        assertEquals(List.of(), asked);
        assertSame(backend, backends.all().get(0));
        assertSame(backend, backends.all().get(0));
        assertEquals(1, asked.size());
        backends.remove(reference);
        assertEquals(List.of(), backends.all());
    }

    @Test
    void oneThatHasGoneMeanwhileIsLeftOut() {
        Backends gone = new Backends(reference -> null, 0);
        gone.add(Fixture.reference(0));
        assertEquals(List.of(), gone.all());
        Backends stopped = new Backends(reference -> {
            throw new IllegalStateException("the context is not valid any more");
        }, 0);
        stopped.add(Fixture.reference(0));
        assertEquals(List.of(), stopped.all());
    }

    /** As that of a backend does that computes faster with a library, which comes later. */
    @Test
    void aRankingMayChange() {
        int[] rank = {5};
        ServiceReference<Backend> changing = Fixture.reference(() -> rank[0]);
        ServiceReference<Backend> other = Fixture.reference(100);
        Backend second = new ReferenceBackend();
        Backends backends = new Backends(reference -> reference == changing ? backend : second, 0);
        backends.add(changing);
        backends.add(other);
        assertEquals(List.of(second, backend), backends.all());
        rank[0] = 150;
        assertEquals(List.of(backend, second), backends.all());
        backends.remove(changing);
        assertEquals(List.of(second), backends.all());
    }

    @Test
    void listenersSeeTheListAsItIs() {
        Backends backends = new Backends(reference -> backend, 0);
        List<String> seen = new ArrayList<>();
        Runnable out = backends.listen(new Backends.Listener() {
            @Override
            public void backendCame() {
                seen.add("came " + backends.all().size());
            }

            @Override
            public void backendLeaves() {
                seen.add("leaves " + backends.all().size() + " " + backends.isLeaving());
            }

            @Override
            public void backendLeft() {
                seen.add("left " + backends.all().size() + " " + backends.isLeaving());
            }
        });
        ServiceReference<Backend> reference = Fixture.reference(0);
        backends.add(reference);
        backends.remove(reference);
        out.run();
        backends.add(reference);
        assertEquals(List.of("came 1", "leaves 0 true", "left 0 false"), seen);
    }

    /** Such as a class that needs a library which is not there. */
    @Test
    void theClassesOfABackendInUseAreLoadedAsFarAsTheyCanBe() {
        assertEquals(List.of("com.example.Optional", "com.example.Step"), loadedFor(model -> {}, true));
        assertEquals(List.of(), loadedFor(Model::close, true), "it has been closed when its backend left: nothing needs them");
        assertEquals(List.of(), loadedFor(model -> {}, false), "the bundle's classes have gone");
    }

    private List<String> loadedFor(Consumer<Model> whenItLeaves, boolean wired) {
        List<String> loaded = new ArrayList<>();
        BundleWiring wiring = proxy(BundleWiring.class,
                (method, arguments) -> wired ? List.of("com/example/Optional.class", "com/example/Step.class") : null);
        Bundle bundle = proxy(Bundle.class, (method, arguments) -> switch (method) {
            case "adapt" -> wiring;
            case "getSymbolicName" -> "com.example.backend";
            case "getVersion" -> Version.emptyVersion;
            case "loadClass" -> {
                loaded.add(String.valueOf(arguments[0]));
                throw new NoClassDefFoundError();
            }
            default -> throw new UnsupportedOperationException(method);
        });
        ServiceReference<Backend> reference = Fixture.reference(() -> 0, bundle);
        Backends backends = new Backends(asked -> backend, 0);
        backends.add(reference);
        FascicleComponent fascicle = new FascicleComponent(Fixture.context(), Toys.techniques(), backends);
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults())) {
            backends.listen(new Backends.Listener() {
                @Override
                public void backendCame() {
                    // It is there already.
                }

                @Override
                public void backendLeaves() {
                    whenItLeaves.accept(model);
                }

                @Override
                public void backendLeft() {
                    assertEquals(List.of(), loaded, "whoever works with the backend is stopped first");
                }
            });
            backends.remove(reference);
        }
        return loaded;
    }

    private static <T> T proxy(Class<T> type, BiFunction<String, Object[], Object> calls) {
        return type.cast(Proxy.newProxyInstance(BackendsTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> calls.apply(method.getName(), arguments)));
    }
}
