package org.fascicle.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** What the machine can do, measured by the plans' module, and what a step at least needs of it. */
final class Roofline {
    private Roofline() {}

    /** Runs the measurement in a process of its own. */
    static JsonNode measure(Field field) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(field.java("plan"));
        command.add("org.fascicle.bench.plan.Limits");
        try (Session session = new Session("roofline", command, Map.of())) {
            return session.ask("measure", 60);
        }
    }

    /**
     * The samples per second that no program can exceed: products at the peak of fused multiply-adds on all processors, and
     * the update at the bandwidth of the caches that hold the parameters.
     */
    static double samplesPerSecond(JsonNode limits, String network, int batch) {
        JsonNode own = limits.get("networks").get(network);
        double products = own.get("flops_per_sample").asDouble() * batch / (limits.get("fma_gflops_all").asDouble() * 1e9);
        double update = own.get("update_bytes").asDouble() / (limits.get("bandwidth_gb_s_all").asDouble() * 1e9);
        return batch / (products + update);
    }
}
