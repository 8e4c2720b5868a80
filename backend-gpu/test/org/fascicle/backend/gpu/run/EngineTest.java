package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.kernel.FixedKernel;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.junit.jupiter.api.Test;

/** What a device is asked to compile. */
class EngineTest {
    private final List<String> compiled = new ArrayList<>();
    private final Device device = (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class},
            (self, method, given) -> switch (method.getName()) {
                case "dialect" -> Dialect.OPENCL;
                case "compile" -> {
                    compiled.add((String) given[0]);
                    yield (long) compiled.size();
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private final Engine engine = new Engine("tests", device);

    @Test
    void whatIsNotRenderedIsCompiledOnce() {
        engine.compile(List.of(FixedKernel.copy(Type.REAL, -1, 0, 0, 1)));
        engine.compile(List.of(FixedKernel.copy(Type.INT32, -1, 0, 0, 1), FixedKernel.copy(Type.BOOL, -1, 0, 0, 1)));
        assertEquals(1, compiled.size());
        new Engine("tests", device)
                .compile(List.of(FixedKernel.copy(Type.INT32, -1, 0, 0, 1), FixedKernel.copy(Type.REAL, -1, 0, 0, 1)));
        assertEquals(compiled.get(0), compiled.get(1), "its text does not depend on what is asked for first");
    }

    @Test
    void eachStructureIsCompiledOnce() {
        List<Rendered> kernels =
                new Program(Networks.step("mlp-sgd", 100, 10), CompileSettings.of(Precision.FLOAT32, 10), Dialect.OPENCL,
                        null).kernels;
        engine.compile(kernels.subList(0, 1));
        engine.compile(kernels);
        engine.compile(kernels);
        assertEquals(2, compiled.size());
    }
}
