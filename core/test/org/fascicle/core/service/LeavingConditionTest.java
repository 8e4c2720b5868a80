package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

/** The condition of a model ends on the thread on which a technique leaves, while what leaves can still be used. */
@Timeout(60)
class LeavingConditionTest {
    private static final String FILTER = "(objectClass=" + Condition.class.getName() + ")";
    private static final Definition MODEL = Definition.text("{\"fascicle\": 1, \"inputs\": {\"input\": [2]}, \"network\": [{\""
            + Versions.SCALED + "\": {}}], \"training\": {\"epochs\": 1}}", "model.json");

    @TempDir
    Path folder;

    /** Each time that the worker looks at the backend, which it does once whenever it looks at the model. */
    private final Semaphore moved = new Semaphore(0);
    private TestFramework framework;
    private TechniqueRegistry registry;
    private ReadinessComponent readiness;
    private Runnable first = () -> {};

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(folder);
        registry = new TechniqueRegistry(framework.context());
        // Called before the component's own listener.
        registry.listen((kind, name) -> first.run());
        Backend reference = new ReferenceBackend();
        Backend counting = (Backend) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("capabilities")) {
                        moved.release();
                    }
                    return method.invoke(reference, arguments);
                });
        Backends backends = new Backends(any -> counting, 0);
        backends.add(Fixture.reference(0));
        readiness = new ReadinessComponent(framework.context(), registry, backends);
        framework.context().registerService(ModelNeed.class, ModelNeed.toPredict("tests", MODEL), null);
    }

    @AfterEach
    void stop() throws Exception {
        readiness.close();
        registry.close();
        framework.close();
    }

    @Test
    void evenIfTheWorkerIsTheFirstToSeeIt() throws Exception {
        BundleContext context = framework.context();
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread leaving = Thread.currentThread();
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.MODIFIED) {
                there.countDown();
            } else if (event.getType() == ServiceEvent.UNREGISTERING) {
                if (Thread.currentThread() != leaving) {
                    moved.release();
                    await(gone);
                }
                ended.set(true);
            }
        }, FILTER);
        ServiceRegistration<TechniqueType> technique = register("1.0.0");
        await(there);
        first = () -> {
            look();
            readiness.backendCame();
            moved.acquireUninterruptibly(); // what the first look led to is over, or waits for the end of this test
        };
        technique.unregister();
        assertTrue(ended.get(), "the technique has gone, and whoever works with the model has not been stopped");
        gone.countDown();
    }

    @Test
    void itComesAgainWithTheTechniqueHoweverOftenTheWorkerLooked() throws Exception {
        BundleContext context = framework.context();
        Semaphore comes = new Semaphore(0);
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.MODIFIED) {
                comes.release();
            }
        }, FILTER);
        for (int round = 0; round < 50; round++) {
            ServiceRegistration<TechniqueType> technique = register("1." + round);
            comes.acquire();
            first = round % 2 == 0 ? this::look : () -> {};
            technique.unregister();
            assertEquals(List.of(), List.copyOf(context.getServiceReferences(Condition.class, "(osgi.condition.id=tests)")));
            first = () -> {};
        }
    }

    private ServiceRegistration<TechniqueType> register(String version) {
        return framework.context().registerService(TechniqueType.class, Shelf.type(Versions.Scaled.class, version), null);
    }

    /** Has the worker look, and waits until it does. */
    private void look() {
        moved.drainPermits();
        readiness.backendCame();
        moved.acquireUninterruptibly();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
