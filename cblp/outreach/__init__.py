"""The outside face: the shared storefront, texts and drafts for posts, letters by WhatsApp."""
