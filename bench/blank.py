"""The page with nothing on it but its title: what Streamlit costs before anybody puts anything on a page."""

import streamlit as st

st.title("Empty")
