package org.fascicle.backend.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Ref;

/** Selection, in Java: libnd4j's takes 70 ns for an element. Operands may be full, one number, a row or a column. */
final class WhereKernel {
    private WhereKernel() {}

    static Call bind(Op op, Binding binding) {
        Ref out = binding.out(op);
        int n = op.split() == 0 ? out.count : Extents.product(binding.extents(op.out.shape), op.split(), op.out.shape.rank());
        int m = out.count / n;
        int[] rows = new int[3];
        int[] columns = new int[3];
        boolean full = true;
        for (int i = 0; i < 3; i++) {
            Repeat.Kind kind = op.in.get(i).repeat().kind;
            rows[i] = kind == Repeat.Kind.FULL ? n : kind == Repeat.Kind.COLUMN ? 1 : 0;
            columns[i] = kind == Repeat.Kind.FULL || kind == Repeat.Kind.ROW ? 1 : 0;
            full &= kind == Repeat.Kind.FULL || i > 0 && kind == Repeat.Kind.SINGLE;
        }
        ByteBuffer mask = binding.in(op, 0).bytes();
        if (out.type == Type.BOOL) {
            ByteBuffer a = binding.in(op, 1).bytes();
            ByteBuffer b = binding.in(op, 2).bytes();
            ByteBuffer z = out.bytes();
            return run -> select(mask, a, b, z, m, n, rows, columns);
        } else if (!full || out.type != Type.REAL) {
            IntBuffer a = binding.in(op, 1).ints();
            IntBuffer b = binding.in(op, 2).ints();
            IntBuffer z = out.ints();
            return run -> select(mask, a, b, z, m, n, rows, columns);
        }
        FloatBuffer a = binding.in(op, 1).floats();
        FloatBuffer b = binding.in(op, 2).floats();
        FloatBuffer z = out.floats();
        int count = out.count;
        if (columns[1] == 1 && columns[2] == 1) {
            return run -> full(mask, a, b, z, count);
        } else if (columns[1] == 1) {
            return run -> otherwise(mask, a, b.get(0), z, count);
        } else if (columns[2] == 1) {
            return run -> then(mask, a.get(0), b, z, count);
        }
        return run -> numbers(mask, a.get(0), b.get(0), z, count);
    }

    private static void full(ByteBuffer mask, FloatBuffer a, FloatBuffer b, FloatBuffer z, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, mask.get(i) != 0 ? a.get(i) : b.get(i));
        }
    }

    private static void otherwise(ByteBuffer mask, FloatBuffer a, float b, FloatBuffer z, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, mask.get(i) != 0 ? a.get(i) : b);
        }
    }

    private static void then(ByteBuffer mask, float a, FloatBuffer b, FloatBuffer z, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, mask.get(i) != 0 ? a : b.get(i));
        }
    }

    private static void numbers(ByteBuffer mask, float a, float b, FloatBuffer z, int count) {
        for (int i = 0; i < count; i++) {
            z.put(i, mask.get(i) != 0 ? a : b);
        }
    }

    private static void select(ByteBuffer mask, IntBuffer a, IntBuffer b, IntBuffer z, int m, int n, int[] rows, int[] columns) {
        for (int r = 0; r < m; r++) {
            for (int c = 0; c < n; c++) {
                z.put(r * n + c, mask.get(r * rows[0] + c * columns[0]) != 0
                        ? a.get(r * rows[1] + c * columns[1]) : b.get(r * rows[2] + c * columns[2]));
            }
        }
    }

    private static void select(ByteBuffer mask, ByteBuffer a, ByteBuffer b, ByteBuffer z, int m, int n, int[] rows,
            int[] columns) {
        for (int r = 0; r < m; r++) {
            for (int c = 0; c < n; c++) {
                z.put(r * n + c, mask.get(r * rows[0] + c * columns[0]) != 0
                        ? a.get(r * rows[1] + c * columns[1]) : b.get(r * rows[2] + c * columns[2]));
            }
        }
    }
}
