// A file of its own, because the content security policy allows no inline script.
SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, docExpansion: "list" });
