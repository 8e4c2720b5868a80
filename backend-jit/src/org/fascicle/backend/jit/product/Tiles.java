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
        int f1 = fo + ldf;
        int f2 = f1 + ldf;
        int f3 = f2 + ldf;
        int f4 = f3 + ldf;
        int f5 = f4 + ldf;
        int f6 = f5 + ldf;
        int f7 = f6 + ldf;
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c42 = FloatVector.fromArray(S, from, f4 + 2 * L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c52 = FloatVector.fromArray(S, from, f5 + 2 * L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c62 = FloatVector.fromArray(S, from, f6 + 2 * L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        FloatVector c72 = FloatVector.fromArray(S, from, f7 + 2 * L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector b2 = FloatVector.fromArray(S, b, bq + 2 * L);
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
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        int r6 = r5 + ldc;
        int r7 = r6 + ldc;
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c12.intoArray(c, r1 + 2 * L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c22.intoArray(c, r2 + 2 * L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
        c32.intoArray(c, r3 + 2 * L);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + L);
        c42.intoArray(c, r4 + 2 * L);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + L);
        c52.intoArray(c, r5 + 2 * L);
        c60.intoArray(c, r6);
        c61.intoArray(c, r6 + L);
        c62.intoArray(c, r6 + 2 * L);
        c70.intoArray(c, r7);
        c71.intoArray(c, r7 + L);
        c72.intoArray(c, r7 + 2 * L);
    }

    static void eightByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int f1 = fo + ldf;
        int f2 = f1 + ldf;
        int f3 = f2 + ldf;
        int f4 = f3 + ldf;
        int f5 = f4 + ldf;
        int f6 = f5 + ldf;
        int f7 = f6 + ldf;
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
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
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        int r6 = r5 + ldc;
        int r7 = r6 + ldc;
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + L);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + L);
        c60.intoArray(c, r6);
        c61.intoArray(c, r6 + L);
        c70.intoArray(c, r7);
        c71.intoArray(c, r7 + L);
    }

    static void fourByThree(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int f1 = fo + ldf;
        int f2 = f1 + ldf;
        int f3 = f2 + ldf;
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector b2 = FloatVector.fromArray(S, b, bq + 2 * L);
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
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c12.intoArray(c, r1 + 2 * L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c22.intoArray(c, r2 + 2 * L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
        c32.intoArray(c, r3 + 2 * L);
    }

    static void fourByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int f1 = fo + ldf;
        int f2 = f1 + ldf;
        int f3 = f2 + ldf;
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
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
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
    }

    static void eightByOne(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int f1 = fo + ldf;
        int f2 = f1 + ldf;
        int f3 = f2 + ldf;
        int f4 = f3 + ldf;
        int f5 = f4 + ldf;
        int f6 = f5 + ldf;
        int f7 = f6 + ldf;
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            c00 = FloatVector.broadcast(S, a[ao + q]).fma(b0, c00);
            c10 = FloatVector.broadcast(S, a[a1 + q]).fma(b0, c10);
            c20 = FloatVector.broadcast(S, a[a2 + q]).fma(b0, c20);
            c30 = FloatVector.broadcast(S, a[a3 + q]).fma(b0, c30);
            c40 = FloatVector.broadcast(S, a[a4 + q]).fma(b0, c40);
            c50 = FloatVector.broadcast(S, a[a5 + q]).fma(b0, c50);
            c60 = FloatVector.broadcast(S, a[a6 + q]).fma(b0, c60);
            c70 = FloatVector.broadcast(S, a[a7 + q]).fma(b0, c70);
        }
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        int r6 = r5 + ldc;
        int r7 = r6 + ldc;
        c00.intoArray(c, co);
        c10.intoArray(c, r1);
        c20.intoArray(c, r2);
        c30.intoArray(c, r3);
        c40.intoArray(c, r4);
        c50.intoArray(c, r5);
        c60.intoArray(c, r6);
        c70.intoArray(c, r7);
    }

    static void oneByThree(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] from, int fo, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(S, from, fo);
        FloatVector c01 = FloatVector.fromArray(S, from, fo + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fo + 2 * L);
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector b2 = FloatVector.fromArray(S, b, bq + 2 * L);
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
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
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
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
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
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(FloatVector.fromArray(S, b, bq), c00);
            c01 = x.fma(FloatVector.fromArray(S, b, bq + L), c01);
            c02 = x.fma(FloatVector.fromArray(S, b, bq + 2 * L), c02);
            c03 = x.fma(FloatVector.fromArray(S, b, bq + 3 * L), c03);
            c04 = x.fma(FloatVector.fromArray(S, b, bq + 4 * L), c04);
            c05 = x.fma(FloatVector.fromArray(S, b, bq + 5 * L), c05);
            c06 = x.fma(FloatVector.fromArray(S, b, bq + 6 * L), c06);
            c07 = x.fma(FloatVector.fromArray(S, b, bq + 7 * L), c07);
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
