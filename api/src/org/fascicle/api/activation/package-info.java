/** The contract of activation functions. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.activation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
