package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.device.Product;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many kernels one step of a network needs: on a GPU, each costs some microseconds, whatever it computes. Needs no GPU. */
class LaunchesTest {
    private static final int ROWS = 32768;

    @ParameterizedTest
    @CsvSource({"CUDA, mlp-sgd, 12", "CUDA, mlp-nesterov, 12", "CUDA, mlp-adam, 12", "CUDA, bn-dropout, 26", "CUDA, cnn, 21",
        "OPENCL, mlp-sgd, 20", "OPENCL, mlp-nesterov, 20", "OPENCL, mlp-adam, 20", "OPENCL, bn-dropout, 38", "OPENCL, cnn, 32"})
    void aStepHasSoManyLaunches(Dialect dialect, String network, int launches) {
        List<String> asked =
                step(dialect, Networks.step(network, ROWS, Networks.BATCH)).stream()
                        .map(launch -> launch.kernel() + " by " + launch.groups())
                        .toList();
        assertEquals(launches, asked.size(), asked::toString);
    }

    /** What follows a product is then a kernel of its own. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 0, 11, 8", "FLOAT32, 16777216, 11, 2", "BFLOAT16, 0, 12, 8"})
    void aStepHasSoManyLaunchesBesideALibrary(Precision precision, long least, int launches, int products) {
        WantingLibrary library = new WantingLibrary(least);
        CountingDevice device = new CountingDevice(Dialect.CUDA, library);
        List<String> asked =
                step(device, Networks.step("mlp-nesterov", ROWS, Networks.BATCH, precision)).stream().map(Launch::kernel)
                        .toList();
        Product.Elements elements = precision == Precision.BFLOAT16 ? Product.Elements.BFLOAT16 : Product.Elements.FLOAT32;
        library.products.forEach(product -> assertEquals(elements, product.elements()));
        assertEquals(launches + " and " + products, asked.size() + " and " + library.products.size(), asked::toString);
    }

    private static List<Launch> step(Dialect dialect, Graph graph) {
        return step(new CountingDevice(dialect, null), graph);
    }

    private static List<Launch> step(CountingDevice device, Graph graph) {
        GpuBackend backend = new GpuBackend("counting", device);
        Map<String, Buffer> variables = new HashMap<>();
        Map<String, Buffer> inputs = new HashMap<>();
        graph.variables().forEach(variable -> variables.put(variable.path(),
                backend.allocate(variable.type(), Precision.FLOAT32, variable.shape().size(Networks.BATCH))));
        graph.inputs().forEach((name, node) -> inputs.put(name,
                backend.allocate(node.type(), Precision.FLOAT32, node.shape().size(Networks.BATCH))));
        Workspace workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, Networks.BATCH))
                .open(Bindings.of(variables, inputs));
        workspace.run(new RunArguments(graph.scalars().size()).rows(Networks.BATCH));
        return device.launches;
    }
}
