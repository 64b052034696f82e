db.getSiblingDB('chatbot').createUser({user: 'chatbot', pwd: 'example', roles: [{role: 'readWrite', db: 'chatbot'}]});
