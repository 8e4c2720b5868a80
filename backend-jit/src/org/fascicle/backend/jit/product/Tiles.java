package org.fascicle.backend.jit.product;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorGemm}: a tile of C of so many rows and vectors. Row i of the tile begins with
 * from[fo + i · ldf]; the products of a[ao + i · ai + p · ap] with the vectors at b[bo + p · bp] are added to it by rising p, and
 * it is put at c[co + i · ldc]. Written out, because the compiler keeps vectors in registers only within what it takes as one
 * method; and without a branch, for behind a branch that it thinks is rarely taken it may leave them objects for good.
 */
final class Tiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private Tiles() {}

    /** Puts a strip of a matrix together, its rows behind each other. */
    static void copy(int rows, int width, float[] from, int at, int step, float[] to) {
        for (int row = 0, r = at, o = 0; row < rows; row++, r += step) {
            for (int j = 0; j < width; j += L, o += L) {
                FloatVector.fromArray(S, from, r + j).intoArray(to, o);
            }
        }
    }

    static void eightByThree(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fo + ldf);
        FloatVector c11 = FloatVector.fromArray(S, from, fo + ldf + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fo + ldf + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, fo + 2 * ldf);
        FloatVector c21 = FloatVector.fromArray(S, from, fo + 2 * ldf + L);
        FloatVector c22 = FloatVector.fromArray(S, from, fo + 2 * ldf + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, fo + 3 * ldf);
        FloatVector c31 = FloatVector.fromArray(S, from, fo + 3 * ldf + L);
        FloatVector c32 = FloatVector.fromArray(S, from, fo + 3 * ldf + 2 * L);
        FloatVector c40 = FloatVector.fromArray(S, from, fo + 4 * ldf);
        FloatVector c41 = FloatVector.fromArray(S, from, fo + 4 * ldf + L);
        FloatVector c42 = FloatVector.fromArray(S, from, fo + 4 * ldf + 2 * L);
        FloatVector c50 = FloatVector.fromArray(S, from, fo + 5 * ldf);
        FloatVector c51 = FloatVector.fromArray(S, from, fo + 5 * ldf + L);
        FloatVector c52 = FloatVector.fromArray(S, from, fo + 5 * ldf + 2 * L);
        FloatVector c60 = FloatVector.fromArray(S, from, fo + 6 * ldf);
        FloatVector c61 = FloatVector.fromArray(S, from, fo + 6 * ldf + L);
        FloatVector c62 = FloatVector.fromArray(S, from, fo + 6 * ldf + 2 * L);
        FloatVector c70 = FloatVector.fromArray(S, from, fo + 7 * ldf);
        FloatVector c71 = FloatVector.fromArray(S, from, fo + 7 * ldf + L);
        FloatVector c72 = FloatVector.fromArray(S, from, fo + 7 * ldf + 2 * L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            x = FloatVector.broadcast(S, a[a4 + q]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            c42 = x.fma(b2, c42);
            x = FloatVector.broadcast(S, a[a5 + q]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            c52 = x.fma(b2, c52);
            x = FloatVector.broadcast(S, a[a6 + q]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            c62 = x.fma(b2, c62);
            x = FloatVector.broadcast(S, a[a7 + q]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            c72 = x.fma(b2, c72);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c12.intoArray(c, co + ldc + 2 * L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c22.intoArray(c, co + 2 * ldc + 2 * L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
        c32.intoArray(c, co + 3 * ldc + 2 * L);
        c40.intoArray(c, co + 4 * ldc);
        c41.intoArray(c, co + 4 * ldc + L);
        c42.intoArray(c, co + 4 * ldc + 2 * L);
        c50.intoArray(c, co + 5 * ldc);
        c51.intoArray(c, co + 5 * ldc + L);
        c52.intoArray(c, co + 5 * ldc + 2 * L);
        c60.intoArray(c, co + 6 * ldc);
        c61.intoArray(c, co + 6 * ldc + L);
        c62.intoArray(c, co + 6 * ldc + 2 * L);
        c70.intoArray(c, co + 7 * ldc);
        c71.intoArray(c, co + 7 * ldc + L);
        c72.intoArray(c, co + 7 * ldc + 2 * L);
    }

    static void eightByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fo + ldf);
        FloatVector c11 = FloatVector.fromArray(S, from, fo + ldf + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fo + 2 * ldf);
        FloatVector c21 = FloatVector.fromArray(S, from, fo + 2 * ldf + L);
        FloatVector c30 = FloatVector.fromArray(S, from, fo + 3 * ldf);
        FloatVector c31 = FloatVector.fromArray(S, from, fo + 3 * ldf + L);
        FloatVector c40 = FloatVector.fromArray(S, from, fo + 4 * ldf);
        FloatVector c41 = FloatVector.fromArray(S, from, fo + 4 * ldf + L);
        FloatVector c50 = FloatVector.fromArray(S, from, fo + 5 * ldf);
        FloatVector c51 = FloatVector.fromArray(S, from, fo + 5 * ldf + L);
        FloatVector c60 = FloatVector.fromArray(S, from, fo + 6 * ldf);
        FloatVector c61 = FloatVector.fromArray(S, from, fo + 6 * ldf + L);
        FloatVector c70 = FloatVector.fromArray(S, from, fo + 7 * ldf);
        FloatVector c71 = FloatVector.fromArray(S, from, fo + 7 * ldf + L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(S, a[a4 + q]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(S, a[a5 + q]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = FloatVector.broadcast(S, a[a6 + q]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = FloatVector.broadcast(S, a[a7 + q]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
        c40.intoArray(c, co + 4 * ldc);
        c41.intoArray(c, co + 4 * ldc + L);
        c50.intoArray(c, co + 5 * ldc);
        c51.intoArray(c, co + 5 * ldc + L);
        c60.intoArray(c, co + 6 * ldc);
        c61.intoArray(c, co + 6 * ldc + L);
        c70.intoArray(c, co + 7 * ldc);
        c71.intoArray(c, co + 7 * ldc + L);
    }

    static void fourByThree(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fo + ldf);
        FloatVector c11 = FloatVector.fromArray(S, from, fo + ldf + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fo + ldf + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, fo + 2 * ldf);
        FloatVector c21 = FloatVector.fromArray(S, from, fo + 2 * ldf + L);
        FloatVector c22 = FloatVector.fromArray(S, from, fo + 2 * ldf + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, fo + 3 * ldf);
        FloatVector c31 = FloatVector.fromArray(S, from, fo + 3 * ldf + L);
        FloatVector c32 = FloatVector.fromArray(S, from, fo + 3 * ldf + 2 * L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c12.intoArray(c, co + ldc + 2 * L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c22.intoArray(c, co + 2 * ldc + 2 * L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
        c32.intoArray(c, co + 3 * ldc + 2 * L);
    }

    static void fourByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fo + ldf);
        FloatVector c11 = FloatVector.fromArray(S, from, fo + ldf + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fo + 2 * ldf);
        FloatVector c21 = FloatVector.fromArray(S, from, fo + 2 * ldf + L);
        FloatVector c30 = FloatVector.fromArray(S, from, fo + 3 * ldf);
        FloatVector c31 = FloatVector.fromArray(S, from, fo + 3 * ldf + L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + L);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + L);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + L);
    }

    static void eightByOne(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c10 = FloatVector.fromArray(S, from, fo + ldf);
        FloatVector c20 = FloatVector.fromArray(S, from, fo + 2 * ldf);
        FloatVector c30 = FloatVector.fromArray(S, from, fo + 3 * ldf);
        FloatVector c40 = FloatVector.fromArray(S, from, fo + 4 * ldf);
        FloatVector c50 = FloatVector.fromArray(S, from, fo + 5 * ldf);
        FloatVector c60 = FloatVector.fromArray(S, from, fo + 6 * ldf);
        FloatVector c70 = FloatVector.fromArray(S, from, fo + 7 * ldf);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            c00 = FloatVector.broadcast(S, a[ao + q]).fma(b0, c00);
            c10 = FloatVector.broadcast(S, a[a1 + q]).fma(b0, c10);
            c20 = FloatVector.broadcast(S, a[a2 + q]).fma(b0, c20);
            c30 = FloatVector.broadcast(S, a[a3 + q]).fma(b0, c30);
            c40 = FloatVector.broadcast(S, a[a4 + q]).fma(b0, c40);
            c50 = FloatVector.broadcast(S, a[a5 + q]).fma(b0, c50);
            c60 = FloatVector.broadcast(S, a[a6 + q]).fma(b0, c60);
            c70 = FloatVector.broadcast(S, a[a7 + q]).fma(b0, c70);
        }
        c00.intoArray(c, co);
        c10.intoArray(c, co + ldc);
        c20.intoArray(c, co + 2 * ldc);
        c30.intoArray(c, co + 3 * ldc);
        c40.intoArray(c, co + 4 * ldc);
        c50.intoArray(c, co + 5 * ldc);
        c60.intoArray(c, co + 6 * ldc);
        c70.intoArray(c, co + 7 * ldc);
    }

    static void oneByThree(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] from, int fo, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
    }

    static void oneByTwo(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] from, int fo, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
    }

    static void oneByOne(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] from, int fo, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            c00 = FloatVector.broadcast(S, a[ao + q]).fma(b0, c00);
        }
        c00.intoArray(c, co);
    }

    /** One row alone: eight vectors, so that no addition waits for the one before it. */
    static void oneByEight(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] from, int fo, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, from, fo + 3 * L);
        FloatVector c04 = FloatVector.fromArray(S, from, fo + 4 * L);
        FloatVector c05 = FloatVector.fromArray(S, from, fo + 5 * L);
        FloatVector c06 = FloatVector.fromArray(S, from, fo + 6 * L);
        FloatVector c07 = FloatVector.fromArray(S, from, fo + 7 * L);
        for (int p = 0, q = 0, r = bo; p < depth; p++, q += ap, r += bp) {
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(FloatVector.fromArray(S, b, r), c00);
            c01 = x.fma(FloatVector.fromArray(S, b, r + L), c01);
            c02 = x.fma(FloatVector.fromArray(S, b, r + 2 * L), c02);
            c03 = x.fma(FloatVector.fromArray(S, b, r + 3 * L), c03);
            c04 = x.fma(FloatVector.fromArray(S, b, r + 4 * L), c04);
            c05 = x.fma(FloatVector.fromArray(S, b, r + 5 * L), c05);
            c06 = x.fma(FloatVector.fromArray(S, b, r + 6 * L), c06);
            c07 = x.fma(FloatVector.fromArray(S, b, r + 7 * L), c07);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c03.intoArray(c, co + 3 * L);
        c04.intoArray(c, co + 4 * L);
        c05.intoArray(c, co + 5 * L);
        c06.intoArray(c, co + 6 * L);
        c07.intoArray(c, co + 7 * L);
    }
}
