package org.fascicle.format.onnx;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.fascicle.api.model.Port;

/** ONNX Runtime, on one thread. */
final class Runtime {
    private Runtime() {}

    /** What a file computes for some rows, by output. */
    static Map<String, float[]> run(Path file, List<Port> inputs, List<Port> outputs, Map<String, float[]> features, int rows) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                for (Port input : inputs) {
                    long[] extents = Arrays.stream(input.shape().prepend(rows).toArray()).asLongStream().toArray();
                    FloatBuffer values = FloatBuffer.wrap(features.get(input.name()));
                    tensors.put(input.name(), OnnxTensor.createTensor(environment, values, extents));
                }
                try (OrtSession.Result result = session.run(tensors)) {
                    return read(result, outputs);
                }
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, float[]> read(OrtSession.Result result, List<Port> outputs) {
        Map<String, float[]> read = new LinkedHashMap<>();
        for (Port output : outputs) {
            FloatBuffer buffer = ((OnnxTensor) result.get(output.name()).orElseThrow()).getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            read.put(output.name(), values);
        }
        return read;
    }
}
