package org.fascicle.tck.code;

/**
 * That a method uses something of a class.
 *
 * @param user the class that does, by its name
 * @param in its method; empty for what stands outside of methods
 * @param owner the class that is used, by its name
 * @param member the method or field that is used; empty for the class itself
 * @param descriptor of the method; empty for what is none
 */
public record Use(String user, String in, String owner, String member, String descriptor) {
    /** For messages: {@code Files.readString in com.example.Peeking.apply}. */
    @Override
    public String toString() {
        String simple = owner.substring(owner.lastIndexOf('.') + 1).replace('$', '.');
        String what = member.equals("<init>") ? "new " + simple : member.isEmpty() ? simple : simple + "." + member;
        return what + " in " + user + (in.isEmpty() ? "" : "." + in);
    }

    /** The package of the class that is used. */
    public String ownerPackage() {
        int dot = owner.lastIndexOf('.');
        return dot < 0 ? "" : owner.substring(0, dot);
    }
}
