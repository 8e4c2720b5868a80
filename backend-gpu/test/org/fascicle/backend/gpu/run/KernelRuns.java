package org.fascicle.backend.gpu.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.opencl.OpenClDevices;

/** Runs the kernels of all cases once, on the first device: a program of its own, for a device that watches it. */
final class KernelRuns {
    /** The argument that leaves the barriers of kernels out. */
    static final String WITHOUT_BARRIERS = "without barriers";
    private static final List<String> FEW = List.of("matmul", "conv", "sum 0", "sum 1", "softmax");
    private static final String BARRIER = "barrier(CLK_LOCAL_MEM_FENCE)";

    private KernelRuns() {}

    /** Runs them, as they are; or a few of them {@link #WITHOUT_BARRIERS}, which is found again and again. */
    public static void main(String... arguments) {
        Device device = new OpenClDevices("").open(0);
        String name = device.name();
        boolean isWithout = arguments[0].equals(WITHOUT_BARRIERS);
        GpuBackend backend = new GpuBackend("opencl", isWithout ? withoutBarriers(device) : device);
        Map<String, Graph> graphs = new LinkedHashMap<>(Cases.all());
        if (isWithout) {
            graphs.keySet().retainAll(FEW);
        }
        graphs.values().forEach(graph -> run(backend, graph));
        backend.stop();
        System.out.println(graphs.size() + " graphs on " + name);
    }

    private static Device withoutBarriers(Device device) {
        return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class},
                (self, method, given) -> {
                    if (method.getName().equals("compile")) {
                        String source = (String) given[0];
                        if (!source.contains(BARRIER)) {
                            throw new IllegalStateException("there is no " + BARRIER + " to take out");
                        }
                        return device.compile(source.replace(BARRIER, ""));
                    }
                    try {
                        return method.invoke(device, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void run(GpuBackend backend, Graph graph) {
        Random random = new Random(1);
        Map<String, Buffer> variables = new HashMap<>();
        graph.variables()
                .forEach(variable -> variables.put(variable.path(), filled(backend, variable.type(), variable.shape(), random)));
        Map<String, Buffer> inputs = new HashMap<>();
        graph.inputs().forEach((name, node) -> inputs.put(name, filled(backend, node.type(), node.shape(), random)));
        try (Executable executable = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, Cases.BATCH));
                Workspace workspace = executable.open(Bindings.of(variables, inputs))) {
            // With fewer rows, too: the last ones are then not to be touched.
            for (int rows : new int[] {Cases.BATCH, 1}) {
                workspace.run(new RunArguments(graph.scalars().size()).rows(rows).seed(5).step(3));
                workspace.await();
            }
        }
        variables.values().forEach(Buffer::close);
        inputs.values().forEach(Buffer::close);
    }

    private static Buffer filled(GpuBackend backend, Type type, Shape shape, Random random) {
        int size = Math.toIntExact(shape.size(Cases.BATCH));
        Buffer buffer = backend.allocate(type, Precision.FLOAT32, size);
        if (type == Type.REAL) {
            buffer.write(0, random.doubles(size, -2, 2).toArray(), 0, size);
        } else {
            buffer.write(0, random.ints(size, 0, 2).toArray(), 0, size);
        }
        return buffer;
    }
}
