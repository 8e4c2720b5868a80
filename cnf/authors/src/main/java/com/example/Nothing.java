package com.example;

/** Something to compile. */
public final class Nothing {
    private Nothing() {}
}
