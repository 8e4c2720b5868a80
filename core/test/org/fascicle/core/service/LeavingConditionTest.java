package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.readiness.ReadinessComponent;
import org.fascicle.core.registry.Shelf;
import org.fascicle.core.registry.TechniqueRegistry;
import org.fascicle.core.registry.TestFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

/**
 * The condition of a model ends on the thread on which a technique or a backend leaves, while what leaves can still be used.
 */
@Timeout(60)
class LeavingConditionTest {
    private static final String FILTER = "(objectClass=" + Condition.class.getName() + ")";
    private static final Definition MODEL = Definition.text("{\"fascicle\": 1, \"inputs\": {\"input\": [2]}, \"network\": [{\""
            + Versions.SCALED + "\": {}}], \"training\": {\"epochs\": 1}}", "model.json");

    @TempDir
    Path folder;

    private final Backend backend = new ReferenceBackend();
    private final ServiceReference<Backend> reference = Fixture.reference(1);
    /** Of a backend that is never there. It is asked for once whenever somebody looks at the backends. */
    private final ServiceReference<Backend> absent = Fixture.reference(0);
    private final Object moves = new Object();
    /** How often somebody looked at the backends, as the worker does once whenever it looks at the model. Guarded by moves. */
    private int looks;
    /** Whether the worker does not move any more. Guarded by moves. */
    private boolean stuck;
    /** Each time that the condition comes. */
    private final Semaphore comes = new Semaphore(0);
    private final AtomicBoolean ended = new AtomicBoolean();
    private TestFramework framework;
    private TechniqueRegistry registry;
    private Backends backends;
    private ReadinessComponent readiness;
    /** Runs when something comes or leaves, before the component hears of it. */
    private volatile Runnable first = () -> {};
    /** Runs before the condition is taken back. */
    private volatile Runnable before = () -> {};
    /** Runs when those who work with the model are stopped. */
    private volatile Runnable within = () -> {};

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(folder);
        registry = new TechniqueRegistry(framework.context());
        registry.listen((kind, name) -> first.run());
        backends = new Backends(this::backend, 0);
        backends.add(absent);
        backends.add(reference);
        backends.listen(new Backends.Listener() {
            @Override
            public void backendCame() {
                first.run();
            }

            @Override
            public void backendLeaves() {
                first.run();
            }

            @Override
            public void backendLeft() {
                // The component has heard of it.
            }
        });
        framework.context().addServiceListener(event -> {
            if (event.getType() == ServiceEvent.MODIFIED) {
                comes.release();
            } else if (event.getType() == ServiceEvent.UNREGISTERING) {
                within.run();
                ended.set(true);
            }
        }, FILTER);
        readiness = new ReadinessComponent(hesitating(framework.context()), registry, backends);
        framework.context().registerService(ModelNeed.class, ModelNeed.toPredict("tests", MODEL), null);
    }

    @AfterEach
    void stop() throws Exception {
        readiness.close();
        registry.close();
        framework.close();
    }

    @Test
    void evenIfTheWorkerIsTheFirstToSeeThatATechniqueIsMissing() throws Exception {
        ServiceRegistration<TechniqueType> technique = register("1.0.0");
        comes.acquire();
        endsWith(technique::unregister);
    }

    @Test
    void evenIfTheWorkerIsTheFirstToSeeThatABackendIsMissing() throws Exception {
        register("1.0.0");
        comes.acquire();
        endsWith(() -> backends.remove(reference));
        backends.add(reference);
        comes.acquire();
        assertNotEquals(List.of(), conditions());
    }

    private void endsWith(Runnable leave) {
        Thread leaving = Thread.currentThread();
        CountDownLatch gone = new CountDownLatch(1);
        within = () -> {
            if (Thread.currentThread() != leaving) {
                synchronized (moves) {
                    stuck = true;
                    moves.notifyAll();
                }
                await(gone);
            }
        };
        first = () -> {
            look(); // the worker may have begun before it was missing
            look();
            look(); // what the second look led to is over, or waits for the end of this test
        };
        try {
            leave.run();
            assertTrue(ended.get(), "what the model needs has gone, and whoever works with it has not been stopped");
        } finally {
            first = () -> {};
            gone.countDown();
        }
    }

    /** As when two bundles are stopped at once. */
    @Test
    void evenIfAnotherThreadIsAboutToEndIt() throws Exception {
        ServiceRegistration<TechniqueType> technique = register("1.0.0");
        comes.acquire();
        Thread leaving = Thread.currentThread();
        CountDownLatch about = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        before = () -> {
            if (Thread.currentThread() != leaving) {
                about.countDown();
                await(gone);
            }
        };
        Thread other = new Thread(() -> backends.remove(reference));
        other.start();
        about.await();
        try {
            technique.unregister();
            assertEquals(List.of(), conditions());
        } finally {
            gone.countDown();
            other.join();
        }
    }

    @Test
    void itComesAgainWithTheTechniqueHoweverOftenTheWorkerLooked() throws Exception {
        for (int round = 0; round < 50; round++) {
            ServiceRegistration<TechniqueType> technique = register("1." + round);
            comes.acquire();
            first = round % 2 == 0 ? this::look : () -> {};
            technique.unregister();
            assertEquals(List.of(), conditions());
            first = () -> {};
        }
    }

    @Test
    void itComesAgainWithTheBackendHoweverOftenTheWorkerLooked() throws Exception {
        register("1.0.0");
        for (int round = 0; round < 50; round++) {
            comes.acquire();
            first = round % 2 == 0 ? this::look : () -> {};
            backends.remove(reference);
            assertEquals(List.of(), conditions());
            first = () -> {};
            backends.add(reference);
        }
    }

    private ServiceRegistration<TechniqueType> register(String version) {
        return framework.context().registerService(TechniqueType.class, Shelf.type(Versions.Scaled.class, version), null);
    }

    private List<ServiceReference<Condition>> conditions() throws Exception {
        return List.copyOf(framework.context().getServiceReferences(Condition.class, "(osgi.condition.id=tests)"));
    }

    /** Has the worker look, and waits until it does. */
    private void look() {
        synchronized (moves) {
            int seen = looks;
            readiness.backendCame();
            try {
                while (looks == seen && !stuck) {
                    moves.wait();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Backend backend(ServiceReference<Backend> asked) {
        if (asked == reference) {
            return backend;
        }
        synchronized (moves) {
            looks++;
            moves.notifyAll();
        }
        return null;
    }

    /** A context whose conditions are taken back only after what is to run before. */
    private BundleContext hesitating(BundleContext context) {
        return proxy(BundleContext.class, (method, arguments) -> {
            Object made = invoke(context, method, arguments);
            return !method.getName().equals("registerService") ? made
                    : proxy(ServiceRegistration.class, (called, values) -> {
                        if (called.getName().equals("unregister")) {
                            before.run();
                        }
                        return invoke(made, called, values);
                    });
        });
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
