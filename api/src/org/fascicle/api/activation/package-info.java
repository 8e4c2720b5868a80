/** The contract of activation functions. */
@Version("0.1.0")
package org.fascicle.api.activation;

import org.osgi.annotation.versioning.Version;
