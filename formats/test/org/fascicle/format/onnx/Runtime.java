package org.fascicle.format.onnx;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.fascicle.api.model.Port;

/** ONNX Runtime, on one thread. */
final class Runtime {
    private Runtime() {}

    /** An input of a file: its shape, with −1 for the rows, and whether it takes whole numbers. */
    record Input(String name, int[] shape, boolean whole) {}

    /** What a file of another exporter computes: each output that holds floats, in its order. */
    static Map<String, float[]> run(Path file, List<Input> inputs, Map<String, float[]> features, int rows) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                for (Input input : inputs) {
                    long[] extents = Arrays.stream(input.shape()).mapToLong(extent -> extent < 0 ? rows : extent).toArray();
                    tensors.put(input.name(), tensor(environment, input, features.get(input.name()), extents));
                }
                Map<String, float[]> read = new LinkedHashMap<>();
                try (OrtSession.Result result = session.run(tensors)) {
                    result.forEach(entry -> {
                        if (entry.getValue() instanceof OnnxTensor tensor && tensor.getInfo().type == OnnxJavaType.FLOAT) {
                            read.put(entry.getKey(), floats(tensor));
                        }
                    });
                }
                return read;
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Input input, float[] features, long[] extents)
            throws OrtException {
        if (!input.whole()) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(features), extents);
        }
        long[] whole = new long[features.length];
        Arrays.setAll(whole, i -> (long) features[i]);
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), extents);
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

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
            read.put(output.name(), floats((OnnxTensor) result.get(output.name()).orElseThrow()));
        }
        return read;
    }
}
