package org.fascicle.backend.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.bytedeco.javacpp.Pointer;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Natives;
import org.fascicle.backend.nd4j.natives.Ref;
import org.fascicle.backend.nd4j.natives.Run;

/** Elementwise operations in Java. Real operands are worked on in pieces that stay in the first-level cache. */
public final class HostKernels {
    /** An operation of two integers. */
    interface IntTwo {
        int apply(int x, int y);
    }

    private HostKernels() {}

    static Call one(Op op, Binding binding) {
        Loops.One loop = Kernels.entry(Loops.ONE, op);
        FloatBuffer x = binding.in(op, 0).floats();
        FloatBuffer z = binding.out(op).floats();
        int count = binding.out(op).count;
        return run -> {
            for (int at = 0; at < count; at += Run.CHUNK) {
                int n = Math.min(Run.CHUNK, count - at);
                x.get(at, run.a, 0, n);
                loop.apply(run.a, run.b, n);
                z.put(at, run.b, 0, n);
            }
        };
    }

    static Call two(Op op, Binding binding) {
        Loops.Two loop = Kernels.entry(Loops.TWO, op);
        FloatBuffer x = binding.in(op, 0).floats();
        FloatBuffer y = binding.in(op, 1).floats();
        FloatBuffer z = binding.out(op).floats();
        int count = binding.out(op).count;
        boolean xs = binding.in(op, 0).count < count;
        boolean ys = binding.in(op, 1).count < count;
        return run -> {
            fill(xs, x, run.a);
            fill(ys, y, run.b);
            for (int at = 0; at < count; at += Run.CHUNK) {
                int n = Math.min(Run.CHUNK, count - at);
                if (!xs) {
                    x.get(at, run.a, 0, n);
                }
                if (!ys) {
                    y.get(at, run.b, 0, n);
                }
                loop.apply(run.a, run.b, run.c, n);
                z.put(at, run.c, 0, n);
            }
        };
    }

    private static void fill(boolean single, FloatBuffer from, float[] into) {
        if (single) {
            java.util.Arrays.fill(into, from.get(0));
        }
    }

    static Call integers(Op op, Binding binding, IntTwo operation) {
        Ref xr = binding.in(op, 0);
        Ref yr = op.in.size() > 1 ? binding.in(op, 1) : xr;
        Ref zr = binding.out(op);
        int count = zr.count;
        int xs = xr.count < count ? 0 : 1;
        int ys = yr.count < count ? 0 : 1;
        if (xr.type == Type.BOOL) {
            ByteBuffer x = xr.bytes();
            ByteBuffer y = yr.bytes();
            ByteBuffer z = zr.bytes();
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, (byte) operation.apply(x.get(i * xs), y.get(i * ys)));
                }
            };
        }
        IntBuffer x = xr.ints();
        IntBuffer y = yr.ints();
        if (zr.type == Type.BOOL) {
            ByteBuffer z = zr.bytes();
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, (byte) operation.apply(x.get(i * xs), y.get(i * ys)));
                }
            };
        }
        IntBuffer z = zr.ints();
        return run -> {
            for (int i = 0; i < count; i++) {
                z.put(i, operation.apply(x.get(i * xs), y.get(i * ys)));
            }
        };
    }

    static Call cast(Op op, Binding binding) {
        Ref xr = binding.in(op, 0);
        Ref zr = binding.out(op);
        int count = zr.count;
        if (Bfloat16.isRounding(op.node.op(), op.node.attributes())) {
            FloatBuffer x = xr.floats();
            FloatBuffer z = zr.floats();
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, Bfloat16.round(x.get(i)));
                }
            };
        } else if (xr.type == zr.type) {
            return copy(op, binding);
        } else if (zr.type == Type.REAL && xr.type != Type.UINT32) {
            return NativeKernels.unary(op, binding);
        } else if (zr.type == Type.REAL) {
            IntBuffer x = xr.ints();
            FloatBuffer z = zr.floats();
            return run -> fromUnsigned(x, z, count);
        } else if (xr.type == Type.REAL) {
            FloatBuffer x = xr.floats();
            if (zr.type == Type.BOOL) {
                ByteBuffer z = zr.bytes();
                return run -> {
                    for (int i = 0; i < count; i++) {
                        z.put(i, (byte) (x.get(i) != 0 ? 1 : 0));
                    }
                };
            }
            IntBuffer z = zr.ints();
            boolean signed = zr.type == Type.INT32;
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, signed ? (int) x.get(i) : (int) (long) Math.max(0, Math.min(x.get(i), 4294967295.0)));
                }
            };
        } else if (xr.type == Type.BOOL) {
            ByteBuffer x = xr.bytes();
            IntBuffer z = zr.ints();
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, x.get(i));
                }
            };
        } else if (zr.type == Type.BOOL) {
            IntBuffer x = xr.ints();
            ByteBuffer z = zr.bytes();
            return run -> {
                for (int i = 0; i < count; i++) {
                    z.put(i, (byte) (x.get(i) != 0 ? 1 : 0));
                }
            };
        }
        return copy(op, binding);
    }

    private static void fromUnsigned(IntBuffer x, FloatBuffer z, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, (float) (x.get(i) & 0xFFFFFFFFL));
        }
    }

    /** Bytes side by side to bytes side by side. */
    public static Call copy(Op op, Binding binding) {
        return copy(binding.natives, binding.in(op, 0), binding.out(op));
    }

    public static Call copy(Natives natives, Ref from, Ref to) {
        Pointer source = natives.pointer(from.address);
        Pointer target = natives.pointer(to.address);
        long bytes = to.byteCount();
        return from.address == to.address ? run -> {} : run -> Pointer.memcpy(target, source, bytes);
    }
}
