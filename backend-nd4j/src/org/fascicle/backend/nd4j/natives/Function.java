package org.fascicle.backend.nd4j.natives;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** A C function of at most one word, without a result, of a library that is loaded. JavaCPP has no binding of it, but can call it. */
final class Function {
    private final Object caller;
    private final Method call;
    private final long address;

    private Function(Pointer function) throws ReflectiveOperationException {
        address = function.address();
        Class<?> type = Class.forName(Pointer.class.getName() + "$NativeDeallocator", true, Pointer.class.getClassLoader());
        Constructor<?> constructor = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
        constructor.setAccessible(true);
        // It is to free nothing when the pointer is garbage.
        caller = constructor.newInstance(function, 0L, 0L);
        call = type.getDeclaredMethod("deallocate", long.class, long.class);
        call.setAccessible(true);
    }

    /**
     * The function of a name.
     *
     * @throws ReflectiveOperationException if there is none
     */
    static Function of(String name) throws ReflectiveOperationException {
        Pointer function = Loader.addressof(name);
        if (function == null || function.isNull()) {
            throw new NoSuchMethodException("no library has the function " + name);
        }
        return new Function(function);
    }

    /**
     * Calls it.
     *
     * @param word its argument, not 0; anything else if it has none
     */
    void call(long word) throws ReflectiveOperationException {
        call.invoke(caller, word, address);
    }
}
