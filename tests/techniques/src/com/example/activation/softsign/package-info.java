/** Softsign, as a third party writes it. */
@Version("1.2.0")
package com.example.activation.softsign;

import org.osgi.annotation.versioning.Version;
