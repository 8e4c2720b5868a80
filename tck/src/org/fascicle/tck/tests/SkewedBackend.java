package org.fascicle.tck.tests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;

/** A backend with outputs that are a little too large, with operations fused or each by itself. */
final class SkewedBackend implements Backend {
    private static final double TOO_LARGE = 1.001;

    private final Backend right;
    private final boolean fused;

    SkewedBackend(Backend right, boolean fused) {
        this.right = right;
        this.fused = fused;
    }

    @Override
    public String name() {
        return "skewed";
    }

    @Override
    public Capabilities capabilities() {
        return right.capabilities();
    }

    @Override
    public Buffer allocate(Type type, Precision precision, long elements) {
        return right.allocate(type, precision, elements);
    }

    @Override
    public Executable compile(Graph graph, CompileSettings settings) {
        Executable executable = right.compile(graph, settings);
        if (settings.isFused() != fused) {
            return executable;
        }
        return around(Executable.class, executable, "open", opened -> around(Workspace.class, opened, "output",
                output -> skewed((Buffer) output)));
    }

    private static Buffer skewed(Buffer buffer) {
        return (Buffer) Proxy.newProxyInstance(SkewedBackend.class.getClassLoader(), new Class<?>[] {Buffer.class},
                (proxy, method, arguments) -> {
                    Object result = call(buffer, method, arguments);
                    if (method.getName().equals("read") && arguments[1] instanceof double[] && buffer.type() == Type.REAL) {
                        double[] values = (double[]) arguments[1];
                        for (int i = (int) arguments[2]; i < (int) arguments[2] + (int) arguments[3]; i++) {
                            values[i] *= TOO_LARGE;
                        }
                    }
                    return result;
                });
    }

    private interface Change {
        Object of(Object result);
    }

    private static <T> T around(Class<T> type, Object target, String changed, Change change) {
        return type.cast(Proxy.newProxyInstance(SkewedBackend.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    Object result = call(target, method, arguments);
                    return method.getName().equals(changed) ? change.of(result) : result;
                }));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
