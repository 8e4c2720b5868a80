/** A penalty on fourth powers, as a third party writes it. */
@Version("1.2.0")
package com.example.regularizer.quartic;

import org.osgi.annotation.versioning.Version;
