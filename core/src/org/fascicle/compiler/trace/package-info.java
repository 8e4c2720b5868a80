/**
 * The scope that techniques are traced with: what they declare is recorded, with where it comes from. The platform,
 * the conformance kit and the tests of techniques use this one implementation.
 */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.trace;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
