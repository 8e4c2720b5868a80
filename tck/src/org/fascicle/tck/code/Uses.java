package org.fascicle.tck.code;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads what a class uses. Annotations do not count: without their classes, they are not there. Used by one thread. */
final class Uses extends ClassVisitor {
    private static final int API = Opcodes.ASM9;

    private final Set<Use> uses = new LinkedHashSet<>();
    private String user = "";

    private Uses() {
        super(API);
    }

    /** What a class uses. */
    static List<Use> of(byte[] classFile) {
        Uses uses = new Uses();
        new ClassReader(classFile).accept(uses, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ArrayList<>(uses.uses);
    }

    @Override
    public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
            String @Nullable [] interfaces) {
        user = name.replace('/', '.');
        internal("", superName);
        internal("", interfaces);
    }

    @Override
    public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
            @Nullable Object value) {
        type("", Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
            String @Nullable [] exceptions) {
        type(name, Type.getMethodType(descriptor));
        internal(name, exceptions);
        return new Body(name);
    }

    private void internal(String in, @Nullable String @Nullable... names) {
        if (names != null) {
            for (String name : names) {
                if (name != null) {
                    type(in, Type.getObjectType(name));
                }
            }
        }
    }

    private void type(String in, Type type) {
        switch (type.getSort()) {
            case Type.ARRAY:
                type(in, type.getElementType());
                break;
            case Type.OBJECT:
                uses.add(new Use(user, in, type.getClassName(), "", ""));
                break;
            case Type.METHOD:
                type(in, type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    type(in, argument);
                }
                break;
            default:
                break;
        }
    }

    private void member(String in, String owner, String name, String descriptor) {
        type(in, Type.getObjectType(owner));
        type(in, Type.getType(descriptor));
        Type type = Type.getObjectType(owner);
        String used = (type.getSort() == Type.ARRAY ? type.getElementType() : type).getClassName();
        uses.add(new Use(user, in, used, name, descriptor.startsWith("(") ? descriptor : ""));
    }

    private void constant(String in, Object value) {
        if (value instanceof Type) {
            type(in, (Type) value);
        } else if (value instanceof Handle) {
            Handle handle = (Handle) value;
            member(in, handle.getOwner(), handle.getName(), handle.getDesc());
        } else if (value instanceof ConstantDynamic) {
            ConstantDynamic dynamic = (ConstantDynamic) value;
            type(in, Type.getType(dynamic.getDescriptor()));
            constant(in, dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(in, dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    /** What a method uses. */
    private final class Body extends MethodVisitor {
        private final String in;

        Body(String in) {
            super(API);
            // A lambda is a part of the method that it stands in.
            this.in = in.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            internal(in, type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            member(in, owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            member(in, owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(in, Type.getMethodType(descriptor));
            constant(in, bootstrap);
            for (Object argument : arguments) {
                constant(in, argument);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(in, value);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(in, Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            internal(in, type);
        }
    }
}
