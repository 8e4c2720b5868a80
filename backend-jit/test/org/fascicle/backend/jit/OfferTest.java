package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.gemm.GemmLibrary;
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
    void itIsFirstWhereNativeCodeCanBeRunAndLastElse() {
        Offer offer = new Offer(context, Map.of(), Subject.compiler());
        assertEquals(200, ranking());
        assertEquals("kernels compiled for this processor", offer.getService(null, null).capabilities().reason());
        offer.stop();
        offer = new Offer(context, Map.of(), new Compiler(Compiler.userFolder(), Target.NATIVE, Optional.empty(), 0));
        assertEquals(-1000, ranking());
        Backend backend = offer.getService(null, null);
        assertSame(backend, offer.getService(null, null));
        assertTrue(backend.capabilities().reason().startsWith("no native code can be run here: there is no bundle"),
                backend.capabilities().reason());
        offer.stop();
    }

    @Test
    void aWrongConfigurationTakesTheDefault() {
        int processors = Runtime.getRuntime().availableProcessors();
        for (Object wrong : List.of("many", "0", "-3", "2.5", "", "99999999999")) {
            Offer offer = new Offer(context, Map.of("threads", wrong), Subject.compiler());
            assertEquals(processors, offer.getService(null, null).capabilities().threads(), wrong.toString());
            offer.stop();
        }
        Offer offer = new Offer(context, Map.of("threads", " 3 "), Subject.compiler());
        assertEquals(3, offer.getService(null, null).capabilities().threads());
        offer.stop();
    }
}
