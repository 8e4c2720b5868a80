package org.fascicle.backend.nd4j.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.backend.nd4j.natives.Call;

/**
 * Convolutions and their gradients as matrix products of {@link Patches}: result = patches · kernel, gradient of the kernel
 * = patches' · g, gradient of the patches = g · kernel'. Pieces are multiplied one after the other in an order that depends on
 * the extents alone.
 */
final class ConvolutionKernels {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private ConvolutionKernels() {}

    static Call forward(Op op, Binding binding) {
        Frame frame = new Frame(op, extents(op, 0, binding), binding.extents(op.out.shape));
        Patches patches = new Patches(frame, binding);
        FloatBuffer images = binding.in(op, 0).floats();
        FloatPointer kernel = binding.in(op, 1).pointer();
        FloatPointer result = binding.out(op).pointer();
        int channels = binding.extents(op.out.shape)[3];
        return run -> {
            for (int example = 0; example < frame.examples; example++) {
                patches.read(images, example);
                for (int line = 0; line < frame.lines; line += patches.lines(line)) {
                    patches.gather(line, patches.lines(line));
                    cblas_sgemm(ROW_MAJOR, AS_IS, AS_IS, patches.lines(line) * frame.columns, channels, patches.length,
                            1f, patches.pointer, patches.length, kernel, channels,
                            0f, result.position(patches.place(example, line) * channels), channels);
                }
            }
        };
    }

    static Call gradKernel(Op op, Binding binding) {
        Frame frame = new Frame(op, extents(op, 0, binding), extents(op, 1, binding));
        Patches patches = new Patches(frame, binding);
        FloatBuffer images = binding.in(op, 0).floats();
        FloatPointer g = binding.in(op, 1).pointer();
        FloatPointer result = binding.out(op).pointer();
        FloatBuffer zeroed = binding.out(op).floats();
        int channels = binding.extents(op.out.shape)[3];
        int count = binding.out(op).count;
        return run -> {
            MovementKernels.fill(zeroed, 0f, count);
            for (int example = 0; example < frame.examples; example++) {
                patches.read(images, example);
                for (int line = 0; line < frame.lines; line += patches.lines(line)) {
                    patches.gather(line, patches.lines(line));
                    cblas_sgemm(ROW_MAJOR, TRANSPOSED, AS_IS, patches.length, channels, patches.lines(line) * frame.columns,
                            1f, patches.pointer, patches.length,
                            g.position(patches.place(example, line) * channels), channels, 1f, result, channels);
                }
            }
        };
    }

    static Call gradInput(Op op, Binding binding) {
        Frame frame = new Frame(op, binding.extents(op.out.shape), extents(op, 0, binding));
        Patches patches = new Patches(frame, binding);
        FloatPointer g = binding.in(op, 0).pointer();
        FloatPointer kernel = binding.in(op, 1).pointer();
        FloatBuffer images = binding.out(op).floats();
        int channels = extents(op, 0, binding)[3];
        return run -> {
            for (int example = 0; example < frame.examples; example++) {
                patches.clear();
                for (int line = 0; line < frame.lines; line += patches.lines(line)) {
                    cblas_sgemm(ROW_MAJOR, AS_IS, TRANSPOSED, patches.lines(line) * frame.columns, patches.length, channels,
                            1f, g.position(patches.place(example, line) * channels), channels, kernel, channels,
                            0f, patches.pointer, patches.length);
                    patches.scatter(line, patches.lines(line));
                }
                patches.write(images, example);
            }
        };
    }

    private static int[] extents(Op op, int operand, Binding binding) {
        return binding.extents(op.in.get(operand).shape);
    }
}
