package org.fascicle.backend.jit.kernel;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes the class of a recipe: its loops, in each mode. What one value takes is the form's business. Used once. */
abstract class Renderer extends Emitter {
    private static final String CLASS = PACKAGE + "Kernel";
    private static final String DESCRIPTOR = "(L" + FRAME + ";[IL" + SCRATCH + ";IIIIZ)V";

    Renderer(Recipe recipe) {
        super(recipe);
    }

    /** The class. */
    byte[] render() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        writer.visit(V17, ACC_FINAL | ACC_SUPER, CLASS, null, "java/lang/Object",
                new String[] {PACKAGE + "Loop"});
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        boolean folds = recipe.mode == Recipe.Mode.INNER;
        if (width() == 1) {
            method(writer, ACC_PUBLIC, "run", folds ? this::foldInner : () -> turns(Storing.ALL));
        } else if (folds) {
            method(writer, ACC_PRIVATE, "whole", this::foldInner);
            method(writer, ACC_PRIVATE, "rows", this::foldFew);
            method(writer, ACC_PRIVATE, "first", () -> strips.loop(() -> call("rows")));
            dispatch(writer, Scratch.LANES);
        } else {
            method(writer, ACC_PRIVATE, "whole", () -> turns(Storing.ALL));
            method(writer, ACC_PRIVATE, "last", () -> turns(Storing.LAST));
            if (recipe.mode == Recipe.Mode.EACH) {
                method(writer, ACC_PRIVATE, "rows", () -> turns(Storing.STRIP));
                method(writer, ACC_PRIVATE, "first", () -> strips.loop(() -> call("rows")));
            } else {
                method(writer, ACC_PRIVATE, "first", () -> turns(Storing.FIRST));
            }
            dispatch(writer, width());
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void method(ClassWriter writer, int access, String name, Runnable body) {
        code = writer.visitMethod(access, name, DESCRIPTOR, null, null);
        code.visitCode();
        begin();
        body.run();
        code.visitInsn(RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /**
     * First all whole turns, then what is left of each row; or all of a row that is shorter than so many elements. In methods of
     * their own: what C1 finds too long, the virtual machine may never hand to C2.
     */
    private void dispatch(ClassWriter writer, int shorter) {
        code = writer.visitMethod(ACC_PUBLIC, "run", DESCRIPTOR, null, null);
        code.visitCode();
        Label part = new Label();
        Label end = new Label();
        pushLength();
        push(shorter);
        code.visitJumpInsn(IF_ICMPLT, part);
        call("whole");
        if (recipe.mode != Recipe.Mode.INNER) {
            pushLength();
            push(width() - 1);
            code.visitInsn(IAND);
            code.visitJumpInsn(IFEQ, end);
            call("last");
        }
        code.visitJumpInsn(GOTO, end);
        code.visitLabel(part);
        call("first");
        code.visitLabel(end);
        code.visitInsn(RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void call(String name) {
        for (int argument = 0; argument < OUTER_FROM; argument++) {
            code.visitVarInsn(ALOAD, argument);
        }
        for (int argument = OUTER_FROM; argument <= FIRST; argument++) {
            code.visitVarInsn(ILOAD, argument);
        }
        code.visitMethodInsn(INVOKEVIRTUAL, CLASS, name, DESCRIPTOR, false);
    }

    private void turns(Storing storing) {
        if (recipe.mode == Recipe.Mode.EACH) {
            loopOuter(storing, () -> {
                placeSlots();
                loadInvariants();
                turn(storing, () -> {
                    computeAll();
                    storeAll(storing);
                });
            });
        } else {
            turn(storing, () -> foldOuter(storing));
        }
    }

    private void loopOuter(Storing storing, Runnable turn) {
        if (storing == Storing.STRIP) {
            strips.turns(turn);
        } else {
            loop(outer, OUTER_FROM, OUTER_TO, turn);
        }
    }

    private void foldOuter(Storing storing) {
        int sum = local();
        number(recipe.neutral());
        spread(Lane.FLOAT);
        storeLocal(Lane.FLOAT, sum);
        loop(outer, OUTER_FROM, OUTER_TO, () -> {
            placeSlots();
            loadInvariants();
            computeAll();
            storeAll(storing);
            addTo(sum);
        });
        finishColumn(sum, storing);
    }

    private void addTo(int sum) {
        loadLocal(Lane.FLOAT, sum);
        push(recipe.folded());
        combine(recipe.fold);
        storeLocal(Lane.FLOAT, sum);
    }

    private void finishColumn(int sum, Storing storing) {
        Label goOn = new Label();
        int result = recipe.result;
        atOf(result);
        code.visitVarInsn(ISTORE, positions[result]);
        code.visitVarInsn(ILOAD, FIRST);
        code.visitJumpInsn(IFNE, goOn);
        address(result);
        load(false);
        loadLocal(Lane.FLOAT, sum);
        combine(recipe.fold);
        storeLocal(Lane.FLOAT, sum);
        code.visitLabel(goOn);
        storeLocalTo(sum, result, storing);
    }

    private void foldInner() {
        int[] sums = partialSums();
        int value = local();
        loop(outer, OUTER_FROM, OUTER_TO, () -> {
            placeSlots();
            loadInvariants();
            beginFold(sums);
            set(inner, INNER_FROM);
            foldTurns(sums);
            endFold(sums);
            storeFold(value);
        });
    }

    private void foldFew() {
        int[] sums = partialSums();
        strips.turns(() -> {
            placeSlots();
            loadInvariants();
            beginFold(sums);
            set(inner, INNER_FROM);
            foldLeft(sums, Storing.STRIP);
            putAside(sums);
        });
    }

    private int[] partialSums() {
        int[] sums = new int[Math.max(1, Scratch.LANES / width())];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = local();
        }
        return sums;
    }

    /** Makes the partial results neutral. */
    abstract void beginFold(int[] sums);

    /** The inner loop of a reduction along it. */
    abstract void foldTurns(int[] sums);

    /** What is left of it, less than there are partial results. */
    abstract void foldLeft(int[] sums, Storing storing);

    /** Brings the partial results to those of other rows. */
    abstract void putAside(int[] sums);

    /** Brings the partial results into the scratch. */
    abstract void endFold(int[] sums);

    private void storeFold(int value) {
        Label goOn = new Label();
        int result = recipe.result;
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, recipe.fold == Op.ADD ? "sum" : "greatest", "()F", false);
        code.visitVarInsn(FSTORE, value);
        code.visitVarInsn(ILOAD, FIRST);
        code.visitJumpInsn(IFNE, goOn);
        code.visitVarInsn(ALOAD, arrays[result]);
        code.visitVarInsn(ILOAD, positions[result]);
        code.visitInsn(FALOAD);
        code.visitVarInsn(FLOAD, value);
        if (recipe.fold == Op.ADD) {
            code.visitInsn(FADD);
        } else {
            code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "max", "(FF)F", false);
        }
        code.visitVarInsn(FSTORE, value);
        code.visitLabel(goOn);
        code.visitVarInsn(ALOAD, arrays[result]);
        code.visitVarInsn(ILOAD, positions[result]);
        code.visitVarInsn(FLOAD, value);
        code.visitInsn(FASTORE);
    }
}
