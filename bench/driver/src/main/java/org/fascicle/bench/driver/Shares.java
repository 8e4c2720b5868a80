package org.fascicle.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where Fascicle's step goes, by its own profile: which part of its kernels' time is spent in matrix products and
 * convolutions, and which in the update, and what the update moves. Immutable.
 */
final class Shares {
    private static final double SECONDS = 3;
    private static final int ALL = 0;
    private static final int PRODUCTS = 1;
    private static final int UPDATES = 2;

    final String network;
    final int batch;
    final double products;
    final double updates;
    private final double updateBytes;
    private final double updateMicros;

    private Shares(String network, int batch, double[] micros, double updateBytes) {
        this.network = network;
        this.batch = batch;
        this.products = micros[PRODUCTS] / micros[ALL];
        this.updates = micros[UPDATES] / micros[ALL];
        this.updateBytes = updateBytes;
        this.updateMicros = micros[UPDATES];
    }

    /** The bytes that the update moves for each parameter: 4 for each float that it reads or writes. */
    double bytesPerParameter(int parameters) {
        return updateBytes / parameters;
    }

    /** How fast the update moves them. */
    double updateGigabytesPerSecond() {
        return updateBytes / updateMicros / 1e3;
    }

    /** Asks a running shell for the profile of a network. */
    static Shares measure(Session shell, Field field, String network, String backend, int batch)
            throws IOException, InterruptedException {
        String question = "bench '" + field.model(network) + "' --backend " + backend + " --batch " + batch
                + " --json --seconds ";
        // A profile of code that the JIT compiler has not got to would say nothing.
        shell.ask(question + 3 * SECONDS, 3 * SECONDS);
        List<JsonNode> kernels = new ArrayList<>();
        JsonNode answer = shell.ask(question + SECONDS + " --profile", 4 * SECONDS);
        while (!answer.has("samples_per_s")) {
            kernels.add(answer);
            answer = shell.next(4 * SECONDS);
        }
        double[] micros = new double[3];
        double updateBytes = 0;
        for (JsonNode kernel : kernels) {
            double time = kernel.path("us").asDouble(0);
            String operations = kernel.path("operations").asText();
            micros[ALL] += time;
            if (operations.contains("matmul") || operations.contains("conv")) {
                micros[PRODUCTS] += time;
            } else if (kernel.path("from").toString().contains("packed/")) {
                micros[UPDATES] += time;
                updateBytes += kernel.path("bytes").asDouble(0);
            }
        }
        return new Shares(network, batch, micros, updateBytes);
    }
}
