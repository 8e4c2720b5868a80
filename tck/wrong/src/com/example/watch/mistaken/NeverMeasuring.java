package com.example.watch.mistaken;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;

/** It overrides neither method. */
@Technique(value = "com.example:never_measuring", description = "Nothing.")
public record NeverMeasuring() implements Watch {}
