package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.backend.gpu.kernel.Rendering;

/** The kernels of all {@link Cases} and of some networks, for compilers. */
public final class KernelTexts {
    private KernelTexts() {}

    private static List<Rendered> kernels(Dialect dialect) {
        List<Rendered> kernels = new ArrayList<>();
        for (Graph graph : Cases.all().values()) {
            kernels.addAll(new Program(graph, CompileSettings.of(Precision.FLOAT32, Cases.BATCH), dialect, null).kernels);
        }
        for (String network : List.of("mlp-adam", "bn-dropout", "cnn")) {
            Graph step = Networks.step(network, 1000, Networks.BATCH);
            kernels.addAll(new Program(step, CompileSettings.of(Precision.FLOAT32, Networks.BATCH), dialect, null).kernels);
        }
        // With packed operands, which a library reads.
        Graph packed = Networks.step("bn-dropout", 1000, Networks.BATCH, Precision.BFLOAT16);
        CompileSettings settings = CompileSettings.of(Precision.FLOAT32, Networks.BATCH);
        kernels.addAll(new Program(packed, settings, dialect, new WantingLibrary(0)).kernels);
        kernels.removeIf(kernel -> kernel.product() != null);
        return kernels;
    }

    /** Their names. */
    public static Set<String> names(Dialect dialect) {
        Set<String> names = new TreeSet<>();
        kernels(dialect).forEach(kernel -> names.add(kernel.name()));
        return names;
    }

    /** One text with all of them. */
    public static String all(Dialect dialect) {
        return Rendering.source(dialect.prelude(), kernels(dialect));
    }
}
