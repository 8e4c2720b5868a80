package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** The service: its configuration, and its ranking as the library comes, fails and goes. */
class OfferTest {
    private Dictionary<?, ?> properties;
    private final ServiceRegistration<?> registration = proxy(ServiceRegistration.class, (method, arguments) -> {
        properties = method.equals("setProperties") ? (Dictionary<?, ?>) arguments[0] : properties;
        return null;
    });
    private final BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
        assertEquals("registerService", method);
        properties = (Dictionary<?, ?>) arguments[2];
        return registration;
    });

    private interface Handler {
        Object handle(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(
                Proxy.newProxyInstance(OfferTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "hashCode":
                            return 0;
                        case "equals":
                            return proxy == arguments[0];
                        default:
                            return handler.handle(method.getName(), arguments);
                    }
                }));
    }

    private int ranking() {
        return (Integer) properties.get(Constants.SERVICE_RANKING);
    }

    @Test
    void vectorsRankFirstWhateverLibraryThereIs() {
        Offer offer = new Offer(context, Map.of(), Form.VECTOR);
        assertEquals(Rank.VECTORS.ranking, ranking());
        offer.setLibrary(new SlowLibrary(true));
        assertEquals(Rank.VECTORS.ranking, ranking());
        offer.stop();
    }

    @Test
    void theLibraryDecidesWherePlainLoopsRank() {
        Offer offer = new Offer(context, Map.of(), Form.PLAIN);
        assertEquals(Rank.LOOPS.ranking, ranking());
        GemmLibrary library = new SlowLibrary(true);
        offer.setLibrary(library);
        assertEquals(Rank.LIBRARY.ranking, ranking());
        Backend backend = offer.getService(null, null);
        assertEquals(Rank.LIBRARY.reason, backend.capabilities().reason());
        assertSame(backend, offer.getService(null, null));
        offer.unsetLibrary(new SlowLibrary(true));
        assertEquals(Rank.LIBRARY.ranking, ranking());
        offer.unsetLibrary(library);
        assertEquals(Rank.LOOPS.ranking, ranking());
        assertEquals(Rank.LOOPS.reason, backend.capabilities().reason());
        offer.stop();
    }

    @Test
    void aLibraryThatDoesNotWorkGivesNoRank() {
        Offer offer = new Offer(context, Map.of("threads", 1), Form.PLAIN);
        offer.setLibrary(new SlowLibrary(false));
        assertEquals(Rank.LIBRARY.ranking, ranking());
        Workbench bench = new Workbench(offer.getService(null, null));
        Expr x = bench.input("x", Shape.of(64, 64), 1);
        bench.builder.output("y", bench.node(Expressions.matmul(x, x)));
        try (Workspace workspace = bench.open(1)) {
            workspace.run(new RunArguments(0));
        }
        assertEquals(Rank.LOOPS.ranking, ranking());
        offer.stop();
    }

    @Test
    void aWrongConfigurationTakesTheDefault() {
        int processors = Runtime.getRuntime().availableProcessors();
        for (Object wrong : List.of("many", "0", "-3", "2.5", "", "99999999999")) {
            Offer offer = new Offer(context, Map.of("threads", wrong), Form.PLAIN);
            assertEquals(processors, offer.getService(null, null).capabilities().threads(), wrong.toString());
            offer.stop();
        }
        Offer offer = new Offer(context, Map.of("threads", " 3 "), Form.PLAIN);
        assertEquals(3, offer.getService(null, null).capabilities().threads());
        offer.stop();
    }
}
