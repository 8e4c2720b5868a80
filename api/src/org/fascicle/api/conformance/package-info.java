/** The contract of conformance kits: proof that a bundle's techniques keep what the platform asks of them. */
@NullMarked
@Version("0.2.0")
package org.fascicle.api.conformance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
