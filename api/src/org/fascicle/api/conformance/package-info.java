/** The contract of conformance kits, which check that a bundle's techniques keep what the platform requires of them. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.conformance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
