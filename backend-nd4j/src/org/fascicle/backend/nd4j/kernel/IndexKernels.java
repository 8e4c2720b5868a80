package org.fascicle.backend.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;

/** Gathering and scattering by index: in Java, whole slices at a time. */
final class IndexKernels {
    private IndexKernels() {}

    /** Extents of a gather: batch axes, axes between them and the indexed one, indices, the indexed axis, axes behind it. */
    private record Layout(int batch, int between, int indices, int axis, int slice) {
        static Layout of(int[] tensor, int[] index, int axis, int batch) {
            return new Layout(Extents.product(tensor, 0, batch), Extents.product(tensor, batch, axis),
                    Extents.product(index, batch, index.length), tensor[axis],
                    Extents.product(tensor, axis + 1, tensor.length));
        }

        int clamp(int index) {
            return Math.max(0, Math.min(index, axis - 1));
        }
    }

    static Call gather(Op op, Binding binding) {
        Layout e = Layout.of(binding.extents(op.in.get(0).shape), binding.extents(op.in.get(1).shape),
                op.node.attributes().integer("axis"), op.node.attributes().integer("batch"));
        if (e.axis == 0) {
            throw new IllegalArgumentException("there is nothing to gather along an axis of extent 0");
        }
        IntBuffer indices = binding.in(op, 1).ints();
        int width = Extents.width(op.out.type());
        if (e.slice == 1 && width > 1) {
            IntBuffer x = binding.in(op, 0).ints();
            IntBuffer z = binding.out(op).ints();
            return run -> elements(x, indices, z, e);
        }
        ByteBuffer x = binding.in(op, 0).bytes();
        ByteBuffer z = binding.out(op).bytes();
        return run -> slices(x, indices, z, e, e.slice * width);
    }

    private static void elements(IntBuffer x, IntBuffer indices, IntBuffer z, Layout e) {
        int at = 0;
        for (int b = 0; b < e.batch; b++) {
            for (int p = 0; p < e.between; p++) {
                int from = (b * e.between + p) * e.axis;
                for (int k = 0; k < e.indices; k++) {
                    z.put(at++, x.get(from + e.clamp(indices.get(b * e.indices + k))));
                }
            }
        }
    }

    private static void slices(ByteBuffer x, IntBuffer indices, ByteBuffer z, Layout e, int bytes) {
        int at = 0;
        for (int b = 0; b < e.batch; b++) {
            for (int p = 0; p < e.between; p++) {
                int from = (b * e.between + p) * e.axis;
                for (int k = 0; k < e.indices; k++) {
                    z.put(at, x, (from + e.clamp(indices.get(b * e.indices + k))) * bytes, bytes);
                    at += bytes;
                }
            }
        }
    }

    static Call scatterAdd(Op op, Binding binding) {
        Layout e = Layout.of(binding.extents(op.out.shape), binding.extents(op.in.get(0).shape),
                op.node.attributes().integer("axis"), op.node.attributes().integer("batch"));
        IntBuffer indices = binding.in(op, 0).ints();
        FloatBuffer updates = binding.in(op, 1).floats();
        FloatBuffer z = binding.out(op).floats();
        int count = binding.out(op).count;
        return run -> {
            MovementKernels.fill(z, 0f, count);
            add(updates, indices, z, e);
        };
    }

    private static void add(FloatBuffer updates, IntBuffer indices, FloatBuffer z, Layout e) {
        int at = 0;
        for (int b = 0; b < e.batch; b++) {
            for (int p = 0; p < e.between; p++) {
                int to = (b * e.between + p) * e.axis;
                for (int k = 0; k < e.indices; k++) {
                    int start = (to + e.clamp(indices.get(b * e.indices + k))) * e.slice;
                    for (int j = 0; j < e.slice; j++, at++) {
                        z.put(start + j, z.get(start + j) + updates.get(at));
                    }
                }
            }
        }
    }
}
